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
    /// The content and the prefix of the record that is sealed.
    private var turned: [UInt8] = []

    init(key: SecretBytes, macKey: SecretBytes?) {
        cipher = AESCBC(key: key.bytes)
        mac = macKey.map { HMAC(key: $0.bytes) }
    }

    private var macLength: Int { mac == nil ? 0 : HMAC.length }

    override func payloadLength(plaintext count: Int) -> Int {
        AESCBC.length(plaintext: count) + macLength
    }

    override var recordsWithoutDrawing: Int { cipher.ivsDrawn }

    override func seal(_ plaintext: [UInt8], header: FrameHeader, timestamp: UInt64, onto frames: inout [UInt8]) {
        let start = frames.count - Wire.headerLength
        // The content goes first, as in the system that this suite takes over: a flipped bit of the IV changes text.
        turned.removeAll(keepingCapacity: true)
        turned += plaintext.dropFirst(RecordPlaintext.prefixLength)
        turned += plaintext.prefix(RecordPlaintext.prefixLength)
        let turned = turned
        cipher.encrypt(turned.rawSpan, into: &frames)
        guard let mac else { return }
        mac.begin()
        mac.update(frames.rawSpan.extracting(start..<frames.count))
        mac.finish(appendingTo: &frames)
    }

    override func unseal(
        _ frame: RawSpan, header: FrameHeader, appendingTo plaintext: inout [UInt8]
    ) throws(RecordFailure) -> Assurance {
        let end = frame.byteCount - macLength
        guard end >= Wire.headerLength + 2 * AESCBC.block else { throw .tooShort }
        if let mac {
            mac.begin()
            mac.update(frame.extracting(0..<end))
            guard mac.finish(verifying: frame.extracting(end..<frame.byteCount)) else { throw .recordMAC }
        }
        // Under the cipher the prefix stands after the content: room is left for it before the content, which then need
        // not move.
        let start = plaintext.count
        let length = RecordPlaintext.prefixLength
        plaintext.append(contentsOf: repeatElement(0, count: length))
        guard cipher.decrypt(frame.extracting(Wire.headerLength..<end), appendingTo: &plaintext) else {
            plaintext.removeLast(length)
            throw .padding
        }
        if plaintext.count - start >= 2 * length {
            for place in start..<start + length {
                plaintext[place] = plaintext[plaintext.count - length + place - start]
            }
            plaintext.removeLast(length)
        } else {
            // The plaintext is too short for a prefix: the record's own check refuses it.
            plaintext.removeSubrange(start..<start + length)
        }
        return mac == nil ? .unauthenticated : .verified
    }
}
