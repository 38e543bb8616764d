// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// Authenticated encryption with associated data under one key, with contexts that are set up once. A nonce must never
/// be used twice.
///
/// Not for use by two threads at a time.
public final class AEAD {
    public enum Algorithm: Sendable {
        case aes256GCM
        /// RFC 8439.
        case chacha20Poly1305

        fileprivate var cipher: OpaquePointer? {
            switch self {
            case .aes256GCM: EVP_aes_256_gcm()
            case .chacha20Poly1305: EVP_chacha20_poly1305()
            }
        }
    }

    public static let keyLength = 32
    public static let nonceLength = 12
    public static let tagLength = 16

    private let encryption: OpaquePointer
    private let decryption: OpaquePointer

    /// - Precondition: `key` has 32 bytes.
    public init(_ algorithm: Algorithm, key: SecretBytes) {
        precondition(key.count == Self.keyLength)
        encryption = must(EVP_CIPHER_CTX_new())
        decryption = must(EVP_CIPHER_CTX_new())
        let bytes = key.pointer.baseAddress?.assumingMemoryBound(to: UInt8.self)
        must(EVP_EncryptInit_ex(encryption, algorithm.cipher, nil, bytes, nil))
        must(EVP_DecryptInit_ex(decryption, algorithm.cipher, nil, bytes, nil))
    }

    deinit {
        EVP_CIPHER_CTX_free(encryption)
        EVP_CIPHER_CTX_free(decryption)
    }

    /// Appends ciphertext and tag to `target`.
    public func seal(_ plaintext: RawSpan, nonce: [UInt8], associated: [UInt8], into target: inout [UInt8]) {
        precondition(nonce.count == Self.nonceLength)
        let (start, count) = (target.count, plaintext.byteCount)
        target.append(contentsOf: repeatElement(0, count: count + Self.tagLength))
        must(EVP_EncryptInit_ex(encryption, nil, nil, nil, nonce))
        var written: Int32 = 0
        must(EVP_EncryptUpdate(encryption, nil, &written, associated, Int32(associated.count)))
        target.withUnsafeMutableBufferPointer { all in
            let output = must(all.baseAddress) + start
            plaintext.withUnsafeBytes {
                // Without plaintext OpenSSL would take a null pointer for associated data.
                guard let input = $0.baseAddress, !$0.isEmpty else { return }
                must(
                    EVP_EncryptUpdate(
                        encryption, output, &written, input.assumingMemoryBound(to: UInt8.self), Int32(count)))
            }
            must(EVP_EncryptFinal_ex(encryption, output + count, &written))
            must(
                EVP_CIPHER_CTX_ctrl(
                    encryption, EVP_CTRL_AEAD_GET_TAG, Int32(Self.tagLength), output + count))
        }
    }

    /// Appends to `plaintext` what `sealed`, ciphertext and tag, holds.
    ///
    /// - Returns: whether the tag is right, which OpenSSL compares in constant time; if not, `plaintext` is as it was.
    public func open(
        _ sealed: RawSpan, nonce: [UInt8], associated: [UInt8], appendingTo plaintext: inout [UInt8]
    ) -> Bool {
        precondition(nonce.count == Self.nonceLength)
        let start = plaintext.count
        let count = sealed.byteCount - Self.tagLength
        guard count >= 0 else { return false }
        plaintext.append(contentsOf: repeatElement(0, count: count + 1))
        must(EVP_DecryptInit_ex(decryption, nil, nil, nil, nonce))
        var written: Int32 = 0
        must(EVP_DecryptUpdate(decryption, nil, &written, associated, Int32(associated.count)))
        let isGenuine = sealed.withUnsafeBytes { sealed in
            plaintext.withUnsafeMutableBufferPointer { plaintext in
                let input = must(sealed.assumingMemoryBound(to: UInt8.self).baseAddress)
                let output = must(plaintext.baseAddress) + start
                if count > 0 { must(EVP_DecryptUpdate(decryption, output, &written, input, Int32(count))) }
                let tag = UnsafeMutableRawPointer(mutating: input + count)
                must(EVP_CIPHER_CTX_ctrl(decryption, EVP_CTRL_AEAD_SET_TAG, Int32(Self.tagLength), tag))
                return EVP_DecryptFinal_ex(decryption, output + count, &written) == 1
            }
        }
        guard isGenuine else {
            ERR_clear_error()
            wipe(&plaintext, from: start)
            return false
        }
        plaintext.removeLast()
        return true
    }
}
