// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

/// A length, a token, then an RSA-PSS signature. PROTOCOL.md §6.9.
///
/// ### Invariants
/// - With the sender's key, no byte of the token is looked at before the signature was found right.
final class RSAFernetSignedProtection: RecordProtection {
    private static let lengthWidth = 2

    private let cipher: FernetCipher?
    private let context: [UInt8]
    private let sender: RSAPublicKey?
    private let signer: RSAPrivateKey?

    /// - Parameter cipher: `nil` for an observer who can only verify.
    /// - Parameter context: the bytes that the signature covers before the frame.
    /// - Parameter sender: the sender's public key; `nil` for an observer who missed the handshake.
    /// - Parameter signer: the sender's private key; sealing takes it.
    init(_ cipher: FernetCipher?, context: [UInt8], sender: RSAPublicKey?, signer: RSAPrivateKey? = nil) {
        self.cipher = cipher
        self.context = context
        self.sender = sender
        self.signer = signer
    }

    /// Returns where the token lies in a record; `nil` where its length is not possible.
    static func token(_ frame: RawSpan) -> Range<Int>? {
        let start = Wire.headerLength + lengthWidth
        guard frame.byteCount > start else { return nil }
        let length = Int(frame.integer(at: Wire.headerLength, width: lengthWidth))
        return length <= frame.byteCount - start ? start..<start + length : nil
    }

    override func payloadLength(plaintext count: Int) -> Int {
        guard let sender else { preconditionFailure("sealing takes the sender's key") }
        return Self.lengthWidth + FernetCipher.tokenLength(plaintext: count) + sender.modulusLength
    }

    override func seal(_ plaintext: [UInt8], header: FrameHeader, timestamp: UInt64, onto frames: inout [UInt8]) {
        guard let signer, let cipher else { preconditionFailure("sealing takes all keys") }
        let start = frames.count - Wire.headerLength
        frames.append(UInt64(FernetCipher.tokenLength(plaintext: plaintext.count)), width: Self.lengthWidth)
        cipher.seal(plaintext.rawSpan, timestamp: timestamp, into: &frames)
        let message = context + frames[start...]
        frames += signer.sign(message.rawSpan)
    }

    override func unseal(
        _ frame: RawSpan, header: FrameHeader, appendingTo plaintext: inout [UInt8]
    ) throws(RecordFailure) -> Assurance {
        let start = Wire.headerLength + Self.lengthWidth
        guard frame.byteCount > start else { throw .tooShort }
        let length = Int(frame.integer(at: Wire.headerLength, width: Self.lengthWidth))
        if let sender {
            let end = frame.byteCount - sender.modulusLength
            guard end > start else { throw .tooShort }
            var message = context
            message.append(frame.extracting(0..<end))
            guard sender.verify(frame.extracting(end..<frame.byteCount), of: message.rawSpan) else {
                throw .signature
            }
            guard length == end - start else { throw .tooShort }
        }
        guard length <= frame.byteCount - start else { throw .tooShort }
        guard let cipher else { return .closed }
        do {
            try cipher.open(frame.extracting(start..<start + length), appendingTo: &plaintext)
        } catch {
            throw .token(error)
        }
        return sender == nil ? .unchecked : .verified
    }
}
