// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

/// Ciphertext and tag, with the header as associated data.
final class AEADProtection: RecordProtection {
    private let cipher: AEAD
    private let iv: SecretBytes

    init(_ algorithm: AEAD.Algorithm, key: SecretBytes, iv: SecretBytes) {
        cipher = AEAD(algorithm, key: key)
        self.iv = iv
    }

    /// The IV, of which the last eight bytes are combined with the frame's sequence number: used once under a key.
    private func nonce(_ header: RawSpan) -> [UInt8] {
        let iv = iv
        var nonce = Array(iv.bytes)
        let sequence = FrameHeader(decoding: header).sequence
        for index in 0..<8 {
            nonce[nonce.count - 1 - index] ^= UInt8(truncatingIfNeeded: sequence >> UInt64(8 * index))
        }
        return nonce
    }

    override func payloadLength(plaintext count: Int) -> Int { count + AEAD.tagLength }

    override func seal(_ plaintext: [UInt8], timestamp: UInt64, onto frame: inout [UInt8]) {
        let header = frame
        cipher.seal(plaintext.rawSpan, nonce: nonce(header.rawSpan), associated: header, into: &frame)
    }

    override func unseal(_ frame: RawSpan, into plaintext: inout [UInt8]) throws(RecordFailure) -> Assurance {
        let header = Array(frame.extracting(0..<Wire.headerLength))
        let sealed = frame.extracting(Wire.headerLength..<frame.byteCount)
        guard sealed.byteCount >= AEAD.tagLength else {
            plaintext.removeAll()
            throw .tooShort
        }
        guard cipher.open(sealed, nonce: nonce(header.rawSpan), associated: header, into: &plaintext) else {
            throw .recordMAC
        }
        return .verified
    }
}
