// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

/// A length, the record plaintext under the toy cipher, a toy signature over the record plaintext. PROTOCOL.md §6.10.
final class ToyDH16Protection: RecordProtection {
    private static let lengthWidth = 2

    private let cipher: ToyCipher
    private let sender: ToyRSAPublicKey
    private let signer: ToyRSAPrivateKey?

    /// - Parameter signer: the sender's private key; sealing takes it.
    init(key: UInt16, sender: ToyRSAPublicKey, signer: ToyRSAPrivateKey? = nil) {
        cipher = ToyCipher(key: key)
        self.sender = sender
        self.signer = signer
    }

    private static func ciphertextLength(_ count: Int) -> Int {
        (count + ToyCipher.block - 1) / ToyCipher.block * ToyCipher.block
    }

    override func payloadLength(plaintext count: Int) -> Int {
        Self.lengthWidth + Self.ciphertextLength(count) + ToyRSAPublicKey.signatureLength
    }

    override func seal(_ plaintext: [UInt8], header: FrameHeader, timestamp: UInt64, onto frames: inout [UInt8]) {
        guard let signer else { preconditionFailure("sealing takes the sender's private key") }
        frames.append(UInt64(plaintext.count), width: Self.lengthWidth)
        frames += cipher.encrypt(plaintext.rawSpan)
        frames.append(UInt64(signer.sign(plaintext.rawSpan)), width: ToyRSAPublicKey.signatureLength)
    }

    override func unseal(
        _ frame: RawSpan, header: FrameHeader, appendingTo plaintext: inout [UInt8]
    ) throws(RecordFailure) -> Assurance {
        let start = Wire.headerLength + Self.lengthWidth
        let end = frame.byteCount - ToyRSAPublicKey.signatureLength
        guard end >= start else { throw .tooShort }
        let length = Int(frame.integer(at: Wire.headerLength, width: Self.lengthWidth))
        guard Self.ciphertextLength(length) == end - start, let padded = cipher.decrypt(frame.extracting(start..<end))
        else { throw .tooShort }
        // The signature covers what was encrypted, so that it can only be checked after decryption.
        let opened = Array(padded.suffix(length))
        let signature = UInt32(frame.integer(at: end, width: ToyRSAPublicKey.signatureLength))
        guard sender.verify(signature, of: opened.rawSpan) else { throw .signature }
        plaintext += opened
        return .unauthenticated
    }
}
