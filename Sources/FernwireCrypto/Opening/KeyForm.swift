// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// A form in which keys are kept.
enum KeyForm {
    case pkcs8, rsaPrivate, ellipticPrivate, encrypted
    case publicKeyInfo, rsaPublic, certificate

    /// - Parameter label: what stands after BEGIN in PEM.
    /// - Returns: `nil` for a block that holds no key, or one that is not read here.
    init?(label: String) {
        switch label {
        case "PRIVATE KEY": self = .pkcs8
        case "RSA PRIVATE KEY": self = .rsaPrivate
        case "EC PRIVATE KEY": self = .ellipticPrivate
        case "ENCRYPTED PRIVATE KEY": self = .encrypted
        case "PUBLIC KEY": self = .publicKeyInfo
        case "RSA PUBLIC KEY": self = .rsaPublic
        case "CERTIFICATE", "X509 CERTIFICATE": self = .certificate
        default: return nil
        }
    }

    /// Tells the forms apart by the tags of their first three elements: OpenSSL 3.0 takes half a millisecond to try all.
    ///
    /// - Parameter tags: as ``DER/tags(of:)`` returns them.
    init?(tags: [UInt8]) {
        switch tags {
        // Version, algorithm, key.
        case [0x02, 0x30, 0x04]: self = .pkcs8
        // Version, modulus, exponent.
        case [0x02, 0x02, 0x02]: self = .rsaPrivate
        // Version, key, and perhaps the curve or the public key.
        case [0x02, 0x04], [0x02, 0x04, 0xA0], [0x02, 0x04, 0xA1]: self = .ellipticPrivate
        // Algorithm, and what it encrypted.
        case [0x30, 0x04]: self = .encrypted
        // Algorithm, key.
        case [0x30, 0x03]: self = .publicKeyInfo
        // Modulus, exponent.
        case [0x02, 0x02]: self = .rsaPublic
        // What is certified, algorithm, signature.
        case [0x30, 0x30, 0x03]: self = .certificate
        default: return nil
        }
    }

    /// Decodes `bytes`, which must be of this form and nothing else. The caller frees the key.
    func decode(_ bytes: UnsafeBufferPointer<UInt8>) throws(ObservedKeyError) -> DecodedKey {
        let (key, isPrivate) =
            switch self {
            case .pkcs8: (DER.pkcs8(bytes), true)
            case .rsaPrivate: (DER.rsaPrivate(bytes), true)
            case .ellipticPrivate: (DER.ellipticPrivate(bytes), true)
            case .encrypted: throw ObservedKeyError.encrypted
            case .publicKeyInfo: (DER.publicKeyInfo(bytes), false)
            case .rsaPublic: (DER.rsaPublic(bytes), false)
            case .certificate: (DER.certificate(bytes), false)
            }
        guard let key else { throw .noKey }
        return DecodedKey(key: key, isPrivate: isPrivate)
    }
}
