// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// AES-128-CBC with PKCS#7 padding under one key, with contexts that are set up once. It authenticates nothing.
///
/// It must not be used by two threads at a time.
public final class AESCBC {
    public static let keyLength = 16
    public static let block = 16

    private var contexts: CipherContexts
    private var ivs = IVSource()

    /// - Precondition: `key` has 16 bytes.
    public init(key: RawSpan) {
        precondition(key.byteCount == Self.keyLength)
        contexts = CipherContexts(OpenSSL.aes128CBC.pointer, key: SecretBytes(copying: key))
    }

    /// The number of IVs that are drawn already.
    public var ivsDrawn: Int { ivs.count }

    /// Returns the number of bytes of IV and ciphertext for `count` bytes of plaintext.
    public static func length(plaintext count: Int) -> Int {
        IVSource.length + (count / block + 1) * block
    }

    /// Encrypts `plaintext`, and appends IV and ciphertext to `target`.
    ///
    /// - Parameter iv: 16 bytes, for reproducible samples; `nil` draws fresh ones.
    public func encrypt(_ plaintext: RawSpan, iv: [UInt8]? = nil, into target: inout [UInt8]) {
        let length = Self.length(plaintext: plaintext.byteCount)
        let encryption = contexts.encryption
        target.append(atMost: length) { output in
            let ivTarget = UnsafeMutableRawBufferPointer(rebasing: output[..<IVSource.length])
            if let iv {
                precondition(iv.count == IVSource.length)
                ivTarget.copyBytes(from: iv)
            } else {
                ivs.next(into: ivTarget)
            }
            let bytes = must(output.assumingMemoryBound(to: UInt8.self).baseAddress)
            must(EVP_EncryptInit_ex(encryption, nil, nil, nil, bytes))
            var (written, final): (Int32, Int32) = (0, 0)
            plaintext.withUnsafeBytes {
                let input = $0.baseAddress?.assumingMemoryBound(to: UInt8.self)
                must(EVP_EncryptUpdate(encryption, bytes + IVSource.length, &written, input, Int32($0.count)))
            }
            must(EVP_EncryptFinal_ex(encryption, bytes + IVSource.length + Int(written), &final))
            precondition(IVSource.length + Int(written + final) == length)
            return length
        }
    }

    /// Decrypts `bytes`, an IV and whole blocks, and appends the plaintext to `plaintext`.
    ///
    /// - Returns: whether the padding is right; if not, `plaintext` is as it was.
    public func decrypt(_ bytes: RawSpan, appendingTo plaintext: inout [UInt8]) -> Bool {
        let count = bytes.byteCount - IVSource.length
        guard count > 0, count % Self.block == 0 else { return false }
        let decryption = contexts.decryption
        let length = bytes.withUnsafeBytes { input in
            plaintext.append(atMost: count) { plaintext in
                let input = must(input.assumingMemoryBound(to: UInt8.self).baseAddress)
                let output = must(plaintext.assumingMemoryBound(to: UInt8.self).baseAddress)
                must(EVP_DecryptInit_ex(decryption, nil, nil, nil, input))
                var (written, final): (Int32, Int32) = (0, 0)
                must(EVP_DecryptUpdate(decryption, output, &written, input + IVSource.length, Int32(count)))
                guard EVP_DecryptFinal_ex(decryption, output + Int(written), &final) == 1 else {
                    ERR_clear_error()
                    return nil
                }
                return Int(written + final)
            }
        }
        return length != nil
    }
}
