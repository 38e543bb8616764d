// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// An RSA private key of somebody else's protocol, with which what others sent is read: of sizes that no endpoint of
/// ours would use, which is what ``RSAPrivateKey`` is for.
public final class ObservedRSAPrivateKey: @unchecked Sendable {
    // OpenSSL keys may be used by several threads at once; this one is never changed. OpenSSL wipes it when freed.
    private let key: OpaquePointer

    /// The key that everybody may know.
    public let publicKey: ObservedRSAPublicKey

    /// Takes over a private key of any algorithm.
    init(checking key: OpaquePointer) throws(ObservedKeyError) {
        publicKey = try ObservedRSAPublicKey(checking: key)
        must(EVP_PKEY_up_ref(key))
        self.key = key
    }

    /// Reads PKCS#8 or an `RSA PRIVATE KEY` of PKCS#1, each in PEM or in DER.
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

    /// Whether `publicKey`, a public key or a certificate in PEM or in DER, is the public key of this one.
    public func belongs(to publicKey: RawSpan) -> Bool {
        guard let other = try? ObservedRSAPublicKey(publicKey) else { return false }
        return other == self.publicKey
    }

    /// Opens an RSA-OAEP ciphertext, RFC 8017 §7.1.2.
    ///
    /// - Parameter mgf1: the hash function of the mask; `nil` for `digest`, as it nearly always is.
    /// - Returns: the plaintext, which the caller wipes; `nil` when it does not open, without saying why.
    public func decryptOAEP(
        _ ciphertext: RawSpan, digest: Digest, mgf1: Digest? = nil, label: RawSpan
    ) -> [UInt8]? {
        decrypt(ciphertext) { context in
            guard EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) == 1,
                EVP_PKEY_CTX_set_rsa_oaep_md_name(context, digest.openSSLName, nil) == 1,
                EVP_PKEY_CTX_set_rsa_mgf1_md_name(context, (mgf1 ?? digest).openSSLName, nil) == 1
            else { return false }
            return label.withOctets { setLabel($0, count: $1, on: context) }
        }
    }

    /// Opens a ciphertext of PKCS#1 v1.5, RFC 8017 §7.2.2.
    ///
    /// A wrong key gives no plaintext, but for about one in a hundred thousand. OpenSSL 3.2 and later would make one up
    /// for each: right for servers, who must not tell attackers that a ciphertext is wrong, and of no use to readers.
    ///
    /// - Returns: the plaintext, which the caller wipes; `nil` when it does not open.
    public func decryptPKCS1(_ ciphertext: RawSpan) -> [UInt8]? {
        decrypt(ciphertext) { context in
            guard EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1 else { return false }
            var rejection: UInt32 = 0
            return withUnsafeMutablePointer(to: &rejection) { rejection in
                let parameters = [Parameter.unsigned("implicit-rejection", rejection), Parameter.end]
                // An OpenSSL that does not know it has nothing to switch off.
                return EVP_PKEY_CTX_set_params(context, parameters) == 1
            }
        }
    }

    /// Gives OpenSSL a label of its own. It knows no empty one but that which is not set.
    private func setLabel(_ label: UnsafePointer<UInt8>, count: Int, on context: OpaquePointer) -> Bool {
        guard count > 0 else { return true }
        guard let length = Int32(exactly: count), let owned = CRYPTO_memdup(label, count, nil, 0) else { return false }
        if EVP_PKEY_CTX_set0_rsa_oaep_label(context, owned, length) == 1 { return true }
        CRYPTO_free(owned, nil, 0)
        return false
    }

    private func decrypt(_ ciphertext: RawSpan, configure: (OpaquePointer) -> Bool) -> [UInt8]? {
        defer { ERR_clear_error() }
        guard let context = EVP_PKEY_CTX_new_from_pkey(nil, key, nil) else { return nil }
        defer { EVP_PKEY_CTX_free(context) }
        guard EVP_PKEY_decrypt_init(context) == 1, configure(context) else { return nil }
        var length = publicKey.modulusLength
        var plaintext = [UInt8](repeating: 0, count: length)
        let result = ciphertext.withOctets { EVP_PKEY_decrypt(context, &plaintext, &length, $0, $1) }
        guard result == 1, length <= plaintext.count else {
            wipe(&plaintext)
            return nil
        }
        plaintext.removeLast(plaintext.count - length)
        return plaintext
    }
}
