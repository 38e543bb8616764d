// SPDX-License-Identifier: Apache-2.0

/// Why a key of somebody else's protocol cannot be read. An error says nothing of the key's bytes.
public enum ObservedKeyError: Error, Equatable, Sendable {
    /// The bytes hold no key, neither in PEM nor in DER.
    case noKey
    /// The private key asks for a passphrase.
    case encrypted
    /// The key is of an algorithm that is not read here.
    case otherAlgorithm
    /// The key is one that is read here, but not of the kind that was asked for.
    case otherKind
    /// The modulus of an RSA key has another size than 512 to 16384 bits.
    case size(bits: Int)
    /// The curve is none of P-256, P-384 and P-521.
    case otherCurve
    /// The numbers cannot be a key.
    case invalid
}

extension ObservedKeyError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noKey: "neither a key nor a certificate, in PEM or in DER"
        case .encrypted: "the private key is encrypted with a passphrase; decrypt it first (openssl pkey)"
        case .otherAlgorithm: "not a key of RSA, Ed25519, X25519 or an elliptic curve"
        case .otherKind: "a key of another kind than is needed here"
        case .size(let bits):
            "RSA key of \(bits) bits; \(ObservedRSAPublicKey.bits.lowerBound) to "
                + "\(ObservedRSAPublicKey.bits.upperBound) can be read"
        case .otherCurve: "the curve is none of P-256, P-384 and P-521"
        case .invalid: "the numbers of the key are not those of a key"
        }
    }
}
