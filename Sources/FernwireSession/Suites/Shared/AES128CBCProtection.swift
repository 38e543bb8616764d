// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

/// IV and ciphertext, then a MAC over header, IV and ciphertext, if there is a key for it. PROTOCOL.md §6.4.
///
/// ### Invariants
/// - With a MAC key, nothing is decrypted before the MAC was found right.
final class AES128CBCProtection: RecordProtection {
    private let cipher: AESCBC
    private let mac: HMAC?
    private var turned: [UInt8] = []

    init(key: SecretBytes, macKey: SecretBytes?) {
        cipher = AESCBC(key: key.bytes)
        mac = macKey.map { HMAC(key: $0.bytes) }
    }

    private var macLength: Int { mac == nil ? 0 : HMAC.length }

    override func payloadLength(plaintext count: Int) -> Int {
        AESCBC.length(plaintext: count) + macLength
    }

    override func seal(_ plaintext: [UInt8], header: FrameHeader, timestamp: UInt64, onto frame: inout [UInt8]) {
        // The content goes first, as in the system that this suite takes over: what an IV's bit flips is text.
        turned = Array(plaintext[RecordPlaintext.prefixLength...] + plaintext[..<RecordPlaintext.prefixLength])
        cipher.encrypt(turned.rawSpan, into: &frame)
        guard let mac else { return }
        mac.begin()
        mac.update(frame.rawSpan)
        mac.finish(appendingTo: &frame)
    }

    override func unseal(
        _ frame: RawSpan, header: FrameHeader, into plaintext: inout [UInt8]
    ) throws(RecordFailure) -> Assurance {
        plaintext.removeAll(keepingCapacity: true)
        let end = frame.byteCount - macLength
        guard end >= Wire.headerLength + 2 * AESCBC.block else { throw .tooShort }
        if let mac {
            mac.begin()
            mac.update(frame.extracting(0..<end))
            guard mac.finish(verifying: frame.extracting(end..<frame.byteCount)) else { throw .recordMAC }
        }
        guard cipher.decrypt(frame.extracting(Wire.headerLength..<end), into: &turned) else { throw .padding }
        let start = turned.count - RecordPlaintext.prefixLength
        // Left for the record's own check to refuse.
        guard start >= 0 else {
            plaintext = turned
            return mac == nil ? .unauthenticated : .verified
        }
        plaintext.append(contentsOf: turned[start...])
        plaintext.append(contentsOf: turned[..<start])
        return mac == nil ? .unauthenticated : .verified
    }
}
