// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// Authenticated encryption with associated data under one key, with contexts that are set up once. A nonce must never
/// be used twice.
///
/// It must not be used by two threads at a time.
public final class AEAD {
    public enum Algorithm: Sendable {
        case aes256GCM
        /// ChaCha20-Poly1305, RFC 8439.
        case chacha20Poly1305

        fileprivate var cipher: OpaquePointer {
            switch self {
            case .aes256GCM: OpenSSL.aes256GCM.pointer
            case .chacha20Poly1305: OpenSSL.chacha20Poly1305.pointer
            }
        }
    }

    public static let keyLength = 32
    public static let nonceLength = 12
    public static let tagLength = 16

    private var contexts: CipherContexts

    /// - Precondition: `key` has 32 bytes.
    public init(_ algorithm: Algorithm, key: SecretBytes) {
        precondition(key.count == Self.keyLength)
        contexts = CipherContexts(algorithm.cipher, key: key)
    }

    /// Appends ciphertext and tag to `target`.
    public func seal(_ plaintext: RawSpan, nonce: RawSpan, associated: RawSpan, into target: inout [UInt8]) {
        let encryption = contexts.encryption
        begin(encryption, nonce: nonce, associated: associated)
        var written: Int32 = 0
        let count = plaintext.byteCount
        target.append(atMost: count + Self.tagLength) { target in
            let output = must(target.assumingMemoryBound(to: UInt8.self).baseAddress)
            plaintext.withUnsafeBytes {
                // An empty plaintext may be a null pointer, which OpenSSL would take for associated data.
                guard let input = $0.baseAddress, !$0.isEmpty else { return }
                must(
                    EVP_EncryptUpdate(
                        encryption, output, &written, input.assumingMemoryBound(to: UInt8.self), Int32(count)))
            }
            must(EVP_EncryptFinal_ex(encryption, output + count, &written))
            must(
                EVP_CIPHER_CTX_ctrl(
                    encryption, EVP_CTRL_AEAD_GET_TAG, Int32(Self.tagLength), output + count))
            return count + Self.tagLength
        }
    }

    /// Opens `sealed`, ciphertext and tag, and appends the plaintext to `plaintext`.
    ///
    /// - Returns: whether the tag is right, which OpenSSL compares in constant time; if not, `plaintext` is as it was.
    public func open(
        _ sealed: RawSpan, nonce: RawSpan, associated: RawSpan, appendingTo plaintext: inout [UInt8]
    ) -> Bool {
        let count = sealed.byteCount - Self.tagLength
        guard count >= 0 else { return false }
        let decryption = contexts.decryption
        begin(decryption, nonce: nonce, associated: associated)
        var written: Int32 = 0
        let opened = sealed.withUnsafeBytes { sealed in
            // A byte more, since OpenSSL wants a place for the output of an empty plaintext, too.
            plaintext.append(atMost: count + 1) { plaintext -> Int? in
                let input = must(sealed.assumingMemoryBound(to: UInt8.self).baseAddress)
                let output = must(plaintext.assumingMemoryBound(to: UInt8.self).baseAddress)
                if count > 0 { must(EVP_DecryptUpdate(decryption, output, &written, input, Int32(count))) }
                let tag = UnsafeMutableRawPointer(mutating: input + count)
                must(EVP_CIPHER_CTX_ctrl(decryption, EVP_CTRL_AEAD_SET_TAG, Int32(Self.tagLength), tag))
                return EVP_DecryptFinal_ex(decryption, output + count, &written) == 1 ? count : nil
            }
        }
        if opened == nil { ERR_clear_error() }
        return opened != nil
    }

    /// Begins a message in the direction of `context`: OpenSSL takes the nonce, then the associated data.
    private func begin(_ context: OpaquePointer, nonce: RawSpan, associated: RawSpan) {
        precondition(nonce.byteCount == Self.nonceLength)
        nonce.withUnsafeBytes {
            let bytes = $0.assumingMemoryBound(to: UInt8.self).baseAddress
            must(EVP_CipherInit_ex(context, nil, nil, nil, bytes, -1))
        }
        var written: Int32 = 0
        associated.withUnsafeBytes {
            let bytes = $0.assumingMemoryBound(to: UInt8.self).baseAddress
            must(EVP_CipherUpdate(context, nil, &written, bytes, Int32($0.count)))
        }
    }
}
