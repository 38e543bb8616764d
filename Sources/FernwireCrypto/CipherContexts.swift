// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// OpenSSL's contexts for a cipher under one key. Each is set up when it is needed first: in a session one side of a key
/// only seals, and the other only opens.
struct CipherContexts: ~Copyable {
    private let cipher: OpaquePointer
    private let key: SecretBytes
    private var made: (encryption: OpaquePointer?, decryption: OpaquePointer?)

    /// - Precondition: `key` has the length of the cipher's keys.
    init(_ cipher: OpaquePointer, key: SecretBytes) {
        self.cipher = cipher
        self.key = key
    }

    deinit {
        EVP_CIPHER_CTX_free(made.encryption)
        EVP_CIPHER_CTX_free(made.decryption)
    }

    /// The context that encrypts.
    var encryption: OpaquePointer {
        mutating get {
            let context = made.encryption ?? make(encrypts: true)
            made.encryption = context
            return context
        }
    }

    /// The context that decrypts.
    var decryption: OpaquePointer {
        mutating get {
            let context = made.decryption ?? make(encrypts: false)
            made.decryption = context
            return context
        }
    }

    private func make(encrypts: Bool) -> OpaquePointer {
        let context: OpaquePointer = must(EVP_CIPHER_CTX_new())
        let bytes = key.pointer.baseAddress?.assumingMemoryBound(to: UInt8.self)
        must(EVP_CipherInit_ex(context, cipher, nil, bytes, nil, encrypts ? 1 : 0))
        return context
    }
}
