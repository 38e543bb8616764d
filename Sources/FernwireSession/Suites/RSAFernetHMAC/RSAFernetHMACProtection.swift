// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

/// A token, then a MAC over header and token. PROTOCOL.md §6.2.
///
/// ### Invariants
/// - With a MAC key, no byte of the token is looked at before the MAC was found right.
final class RSAFernetHMACProtection: RecordProtection {
    private let cipher: FernetCipher
    private let mac: HMAC?

    /// - Parameter macKey: `nil` for an observer who holds the Fernet key alone.
    init(_ cipher: FernetCipher, macKey: SecretBytes?) {
        self.cipher = cipher
        mac = macKey.map { HMAC(key: $0.bytes) }
    }

    override func payloadLength(plaintext count: Int) -> Int {
        FernetCipher.tokenLength(plaintext: count) + HMAC.length
    }

    override var recordsWithoutDrawing: Int { cipher.ivsDrawn }

    override func seal(_ plaintext: [UInt8], header: FrameHeader, timestamp: UInt64, onto frames: inout [UInt8]) {
        guard let mac else { preconditionFailure("sealing takes the MAC key") }
        let start = frames.count - Wire.headerLength
        cipher.seal(plaintext.rawSpan, timestamp: timestamp, into: &frames)
        mac.begin()
        mac.update(frames.rawSpan.extracting(start..<frames.count))
        mac.finish(appendingTo: &frames)
    }

    override func unseal(
        _ frame: RawSpan, header: FrameHeader, appendingTo plaintext: inout [UInt8]
    ) throws(RecordFailure) -> Assurance {
        let end = frame.byteCount - HMAC.length
        guard end >= Wire.headerLength else { throw .tooShort }
        if let mac {
            mac.begin()
            mac.update(frame.extracting(0..<end))
            guard mac.finish(verifying: frame.extracting(end..<frame.byteCount)) else { throw .recordMAC }
        }
        do {
            try cipher.open(frame.extracting(Wire.headerLength..<end), appendingTo: &plaintext)
        } catch {
            throw .token(error)
        }
        return mac == nil ? .unchecked : .verified
    }
}
