// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// Why a key is refused. Says nothing of the key's bytes.
public enum KeyError: Error, Equatable, Sendable {
    /// Not a Fernet key: 44 characters of canonical base64url for 32 bytes.
    case notAFernetKey
    /// No private key in PEM.
    case notAPrivateKey
    /// A PEM that asks for a passphrase.
    case encrypted
    /// Not one SubjectPublicKeyInfo in DER, or in PEM.
    case notAPublicKey
    /// A key of another algorithm than RSA.
    case notRSA
    /// A key of another algorithm than Ed25519.
    case notEd25519
    /// A key of another algorithm than RSA and Ed25519.
    case otherAlgorithm
    /// A modulus of fewer than 2048 bits, or of more than `maximum`.
    case size(bits: Int, maximum: Int)
    /// An exponent that is even, below 65537 or above 64 bits.
    case exponent
    /// What cannot be a public key.
    case invalid
    /// 32 bytes that are not the canonical encoding of a point of Ed25519's curve, or of one of small order.
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

/// OpenSSL refused to encrypt or decrypt with a public-key algorithm. Deliberately without detail.
public struct UnwrapError: Error, Equatable, Sendable {
    public init() {}
}

/// A call that fails only when OpenSSL itself is broken or out of memory.
@inline(__always)
func must(_ result: Int32, _ what: StaticString = #function) {
    guard result == 1 else { fatalError("OpenSSL failed in \(what)") }
}

func must<T>(_ pointer: T?, _ what: StaticString = #function) -> T {
    guard let pointer else { fatalError("OpenSSL failed in \(what)") }
    return pointer
}
