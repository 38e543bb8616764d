// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// A PKCS#12 file, RFC 7292. Nothing is derived from a passphrase before its cost was taken from a budget.
struct PKCS12File: ~Copyable {
    private let file: OpaquePointer

    /// Whether `bytes` begin as such a file does: the version, the content, and what authenticates it.
    static func begins(_ bytes: RawSpan) -> Bool {
        DER.tags(of: bytes) == [0x02, 0x30, 0x30]
    }

    init?(_ bytes: [UInt8]) {
        guard let file = DER.pkcs12(bytes) else { return nil }
        self.file = file
    }

    deinit {
        PKCS12_free(file)
    }

    /// Returns the first private key, which the caller frees.
    ///
    /// - Parameter passphrase: `nil` for none, which is another one than an empty passphrase.
    func key(_ passphrase: SecretBytes?, within budget: inout DerivationBudget) -> OpaquePointer? {
        let secret = (
            text: passphrase?.pointer.bindMemory(to: CChar.self).baseAddress, count: Int32(passphrase?.count ?? 0)
        )
        // The whole file is authenticated before anything of it is decrypted.
        guard budget.take(authenticationRounds), PKCS12_verify_mac(file, secret.text, secret.count) == 1,
            let contents = PKCS12_unpack_authsafes(file)
        else { return nil }
        defer { OPENSSL_sk_pop_free(contents) { PKCS7_free($0?.assumingMemoryBound(to: PKCS7.self)) } }
        for index in 0..<OPENSSL_sk_num(contents) {
            guard let content = OPENSSL_sk_value(contents, index)?.assumingMemoryBound(to: PKCS7.self),
                let bags = Self.bags(of: content, secret, within: &budget)
            else { continue }
            defer { OPENSSL_sk_pop_free(bags) { PKCS12_SAFEBAG_free(OpaquePointer($0)) } }
            for index in 0..<OPENSSL_sk_num(bags) {
                if let key = Self.key(of: OpaquePointer(OPENSSL_sk_value(bags, index)), secret, within: &budget) {
                    return key
                }
            }
        }
        return nil
    }

    private typealias Secret = (text: UnsafePointer<CChar>?, count: Int32)

    /// What it costs to authenticate the file; `nil` if that is not known.
    private var authenticationRounds: Int? {
        var (algorithm, rounds): (UnsafePointer<X509_ALGOR>?, UnsafePointer<ASN1_INTEGER>?) = (nil, nil)
        PKCS12_get0_mac(nil, &algorithm, nil, &rounds, file)
        let own = rounds.map { Int(ASN1_INTEGER_get($0)) } ?? 1
        guard own > 0, let more = DerivationCost.rounds(of: algorithm) else { return nil }
        return max(own, more)
    }

    /// Returns the bags of a content, which the caller frees.
    private static func bags(
        of content: UnsafeMutablePointer<PKCS7>, _ secret: Secret, within budget: inout DerivationBudget
    ) -> OpaquePointer? {
        switch OBJ_obj2nid(content.pointee.type) {
        case NID_pkcs7_data: return PKCS12_unpack_p7data(content)
        case NID_pkcs7_encrypted:
            let encrypted = content.pointee.d.encrypted?.pointee.enc_data?.pointee
            guard budget.take(DerivationCost.rounds(of: encrypted?.algorithm)) else { return nil }
            return PKCS12_unpack_p7encdata(content, secret.text, secret.count)
        default: return nil
        }
    }

    private static func key(
        of bag: OpaquePointer?, _ secret: Secret, within budget: inout DerivationBudget
    ) -> OpaquePointer? {
        guard let bag else { return nil }
        switch PKCS12_SAFEBAG_get_nid(bag) {
        case NID_keyBag: return EVP_PKCS82PKEY(PKCS12_SAFEBAG_get0_p8inf(bag))
        case NID_pkcs8ShroudedKeyBag:
            var algorithm: UnsafePointer<X509_ALGOR>?
            X509_SIG_get0(PKCS12_SAFEBAG_get0_pkcs8(bag), &algorithm, nil)
            guard budget.take(DerivationCost.rounds(of: algorithm)),
                let info = PKCS12_decrypt_skey(bag, secret.text, secret.count)
            else { return nil }
            defer { PKCS8_PRIV_KEY_INFO_free(info) }
            return EVP_PKCS82PKEY(info)
        default: return nil
        }
    }
}
