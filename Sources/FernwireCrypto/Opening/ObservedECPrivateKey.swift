// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// A private key of ECDH of somebody else's protocol, with which what both sides agreed on is found again.
public final class ObservedECPrivateKey: @unchecked Sendable {
    // OpenSSL keys may be used by several threads at once; this one is never changed. OpenSSL wipes it when freed.
    private let key: OpaquePointer

    /// The key that everybody may know.
    public let publicKey: ObservedECPublicKey

    /// Takes over a private key of any algorithm.
    init(checking key: OpaquePointer) throws(ObservedKeyError) {
        publicKey = try ObservedECPublicKey(checking: key)
        must(EVP_PKEY_up_ref(key))
        self.key = key
    }

    /// Reads PKCS#8 or an `EC PRIVATE KEY` of SEC 1, each in PEM or in DER.
    ///
    /// - Throws: ``ObservedKeyError/otherKind`` also for a public key.
    public convenience init(_ bytes: RawSpan) throws(ObservedKeyError) {
        let decoded = try KeyDecoding.decode(bytes)
        guard decoded.isPrivate else {
            EVP_PKEY_free(decoded.key)
            throw .otherKind
        }
        try self.init(checking: decoded.key)
    }

    deinit {
        EVP_PKEY_free(key)
    }

    /// The curve of the key.
    public var curve: ObservedCurve { publicKey.curve }

    /// Whether `publicKey`, a public key or a certificate in PEM or in DER, is the public key of this one.
    public func belongs(to publicKey: RawSpan) -> Bool {
        guard let other = try? ObservedECPublicKey(publicKey) else { return false }
        return other == self.publicKey
    }

    /// Returns what both sides agree on, the first coordinate of a point; `nil` for a peer on another curve.
    public func agree(with peer: ObservedECPublicKey) -> SecretBytes? {
        guard peer.curve == curve else { return nil }
        defer { ERR_clear_error() }
        guard let context = EVP_PKEY_CTX_new_from_pkey(nil, key, nil) else { return nil }
        defer { EVP_PKEY_CTX_free(context) }
        guard EVP_PKEY_derive_init(context) == 1, EVP_PKEY_derive_set_peer(context, peer.key) == 1 else { return nil }
        return try? SecretBytes(count: curve.coordinateLength) { (target) throws(UnwrapError) in
            var length = target.count
            let result = EVP_PKEY_derive(context, target.assumingMemoryBound(to: UInt8.self).baseAddress, &length)
            guard result == 1, length == target.count else { throw UnwrapError() }
        }
    }
}
