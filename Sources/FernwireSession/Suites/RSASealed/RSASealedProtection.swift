// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

/// A length, the record plaintext under RSA-OAEP, then an RSA-PSS signature. PROTOCOL.md §6.8.
///
/// ### Invariants
/// - Nothing is decrypted before the signature was found right.
final class RSASealedProtection: RecordProtection {
    private static let label: StaticString = "fernwire record"
    private static let lengthWidth = 2

    private let context: [UInt8]
    private let sender: RSAPublicKey
    private let receiver: RSAPublicKey
    private let signer: RSAPrivateKey?
    private let opener: RSAPrivateKey?

    /// - Parameter context: the bytes that the signature covers before the frame.
    /// - Parameter signer: the sender's private key; sealing takes it.
    /// - Parameter opener: the receiver's private key; `nil` for an observer who can only verify.
    init(
        context: [UInt8], sender: RSAPublicKey, receiver: RSAPublicKey, signer: RSAPrivateKey? = nil,
        opener: RSAPrivateKey?
    ) {
        self.context = context
        self.sender = sender
        self.receiver = receiver
        self.signer = signer
        self.opener = opener
    }

    override var capacity: Int { min(receiver.capacity, super.capacity) }

    override func payloadLength(plaintext count: Int) -> Int {
        Self.lengthWidth + receiver.modulusLength + sender.modulusLength
    }

    override func seal(_ plaintext: [UInt8], header: FrameHeader, timestamp: UInt64, onto frames: inout [UInt8]) {
        guard let signer else { preconditionFailure("sealing takes the sender's private key") }
        let start = frames.count - Wire.headerLength
        frames.append(UInt64(receiver.modulusLength), width: Self.lengthWidth)
        frames += receiver.encrypt(plaintext.rawSpan, label: Self.label)
        let message = context + frames[start...]
        frames += signer.sign(message.rawSpan)
    }

    override func unseal(
        _ frame: RawSpan, header: FrameHeader, appendingTo plaintext: inout [UInt8]
    ) throws(RecordFailure) -> Assurance {
        let end = frame.byteCount - sender.modulusLength
        let start = Wire.headerLength + Self.lengthWidth
        guard end > start else { throw .tooShort }
        var message = context
        message.append(frame.extracting(0..<end))
        guard sender.verify(frame.extracting(end..<frame.byteCount), of: message.rawSpan) else { throw .signature }
        guard frame.integer(at: Wire.headerLength, width: Self.lengthWidth) == UInt64(end - start) else {
            throw .tooShort
        }
        guard let opener else { return .closed }
        do {
            let opened = try opener.decrypt(frame.extracting(start..<end), label: Self.label)
            plaintext.append(opened.bytes)
        } catch {
            throw .padding
        }
        return .verified
    }
}
