// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// One side's key pair of an X25519 key agreement, RFC 7748; made for one use.
public final class X25519: @unchecked Sendable {
    /// The number of bytes of a public key, and of the secret that is agreed on.
    public static let length = 32

    // OpenSSL keys may be used by several threads at once; this one is never changed. OpenSSL wipes it when freed.
    private let key: OpaquePointer

    public init() {
        let context = must(EVP_PKEY_CTX_new_from_name(nil, "X25519", nil))
        defer { EVP_PKEY_CTX_free(context) }
        must(EVP_PKEY_keygen_init(context))
        var key: OpaquePointer?
        must(EVP_PKEY_generate(context, &key))
        self.key = must(key)
    }

    /// Makes a key pair of a private key, for samples that are to repeat themselves.
    ///
    /// - Precondition: `privateKey` has 32 bytes.
    public init(privateKey: SecretBytes) {
        precondition(privateKey.count == Self.length)
        let bytes = privateKey.pointer.assumingMemoryBound(to: UInt8.self).baseAddress
        key = must(EVP_PKEY_new_raw_private_key_ex(nil, "X25519", nil, bytes, privateKey.count))
    }

    /// Takes over a key of X25519, which need not have its private part unless it is to agree on something.
    init(taking key: OpaquePointer) {
        self.key = key
    }

    deinit {
        EVP_PKEY_free(key)
    }

    public var publicKey: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Self.length) { buffer, filled in
            filled = Self.length
            must(EVP_PKEY_get_raw_public_key(key, buffer.baseAddress, &filled))
        }
    }

    /// Returns the secret that both sides agree on.
    ///
    /// - Throws: ``KeyError/invalid`` when `peer` is no public key, or one of the few whose result would be zero
    ///   whatever our key is: RFC 7748 §6.1.
    public func agree(with peer: [UInt8]) throws(KeyError) -> SecretBytes {
        guard peer.count == Self.length,
            let peerKey = EVP_PKEY_new_raw_public_key_ex(nil, "X25519", nil, peer, peer.count)
        else { throw .invalid }
        defer { EVP_PKEY_free(peerKey) }
        let context = must(EVP_PKEY_CTX_new_from_pkey(nil, key, nil))
        defer { EVP_PKEY_CTX_free(context) }
        must(EVP_PKEY_derive_init(context))
        guard EVP_PKEY_derive_set_peer(context, peerKey) == 1 else {
            ERR_clear_error()
            throw .invalid
        }
        let shared = try SecretBytes(count: Self.length) { (target) throws(KeyError) in
            var length = target.count
            let result = EVP_PKEY_derive(context, target.assumingMemoryBound(to: UInt8.self).baseAddress, &length)
            ERR_clear_error()
            guard result == 1, length == Self.length else { throw .invalid }
        }
        let zero = SecretBytes(count: Self.length) { (_) throws(Never) in }
        guard !isEqualInConstantTime(shared.bytes, zero.bytes) else { throw .invalid }
        return shared
    }
}
