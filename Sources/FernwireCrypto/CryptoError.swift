// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// Why a key is refused. An error says nothing of the key's bytes.
public enum KeyError: Error, Equatable, Sendable {
    /// The text is no Fernet key: 44 characters of canonical base64url for 32 bytes.
    case notAFernetKey
    /// The text is no private key in PEM.
    case notAPrivateKey
    /// The PEM asks for a passphrase.
    case encrypted
    /// The bytes are not one SubjectPublicKeyInfo in DER, or in PEM.
    case notAPublicKey
    /// The key is of another algorithm than RSA.
    case notRSA
    /// The key is of another algorithm than Ed25519.
    case notEd25519
    /// The key is of another algorithm than RSA and Ed25519.
    case otherAlgorithm
    /// The modulus has fewer than 2048 bits, or more than `maximum`.
    case size(bits: Int, maximum: Int)
    /// The exponent is even, below 65537 or above 64 bits.
    case exponent
    /// The numbers cannot be a public key.
    case invalid
    /// The 32 bytes are not the canonical encoding of a point of Ed25519's curve, or of one of small order.
    case point
}

extension KeyError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notAFernetKey: "not a Fernet key (44 characters of base64url)"
        case .notAPrivateKey: "not a private key in PEM"
        case .encrypted: "the private key is encrypted with a passphrase; decrypt it first (openssl pkey)"
        case .notAPublicKey: "not a public key"
        case .notRSA: "not an RSA key"
        case .notEd25519: "not an Ed25519 key"
        case .otherAlgorithm: "neither an RSA nor an Ed25519 key"
        case .size(let bits, let maximum): "RSA key of \(bits) bits; 2048 to \(maximum) are allowed"
        case .exponent: "RSA exponent is even, below 65537 or above 64 bits"
        case .invalid: "the numbers of the key are not those of a public key"
        case .point: "the Ed25519 key is not the canonical encoding of a point, or the point has a small order"
        }
    }
}

/// OpenSSL refused to encrypt or decrypt with a public-key algorithm. The error deliberately has no detail.
public struct UnwrapError: Error, Equatable, Sendable {
    public init() {}
}

/// Checks a call that fails only when OpenSSL itself is broken or out of memory.
@inline(__always)
func must(_ result: Int32, _ what: StaticString = #function) {
    guard result == 1 else { fatalError("OpenSSL failed in \(what)") }
}

func must<T>(_ pointer: T?, _ what: StaticString = #function) -> T {
    guard let pointer else { fatalError("OpenSSL failed in \(what)") }
    return pointer
}
