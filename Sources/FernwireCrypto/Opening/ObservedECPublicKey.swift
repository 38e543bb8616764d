// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// A public key of ECDSA or ECDH of somebody else's protocol.
public final class ObservedECPublicKey: @unchecked Sendable {
    // OpenSSL keys may be used by several threads at once; this one is never changed.
    let key: OpaquePointer

    /// The curve on which the key is a point.
    public let curve: ObservedCurve

    /// Takes over a public key of any algorithm.
    init(checking key: OpaquePointer) throws(ObservedKeyError) {
        guard EVP_PKEY_get_base_id(key) == EVP_PKEY_EC else {
            EVP_PKEY_free(key)
            throw .otherKind
        }
        guard let curve = ObservedCurve(of: key) else {
            EVP_PKEY_free(key)
            throw .otherCurve
        }
        self.key = key
        self.curve = curve
    }

    /// Reads a SubjectPublicKeyInfo or a certificate, each in PEM or in DER.
    ///
    /// - Throws: ``ObservedKeyError/otherKind`` also for a private key.
    public convenience init(_ bytes: RawSpan) throws(ObservedKeyError) {
        let decoded = try KeyDecoding.decode(bytes)
        guard !decoded.isPrivate else {
            EVP_PKEY_free(decoded.key)
            throw .otherKind
        }
        try self.init(checking: decoded.key)
    }

    /// Reads a point as SEC 1 §2.3.3 writes it without compression: 4, then both coordinates.
    ///
    /// - Throws: ``ObservedKeyError/invalid`` for bytes that are no point of the curve.
    public convenience init(point: RawSpan, on curve: ObservedCurve) throws(ObservedKeyError) {
        let bytes = point.octets
        guard bytes.count == 1 + 2 * curve.coordinateLength, bytes.first == 4 else { throw .invalid }
        let info = curve.publicKeyInfo(point: bytes)
        defer { ERR_clear_error() }
        guard let key = info.withUnsafeBufferPointer({ DER.publicKeyInfo($0) }) else { throw .invalid }
        try self.init(checking: key)
    }

    deinit {
        EVP_PKEY_free(key)
    }

    /// The DER of the SubjectPublicKeyInfo.
    public var der: [UInt8] { SubjectPublicKeyInfo.encode(key) }
}

extension ObservedECPublicKey: Equatable {
    public static func == (left: ObservedECPublicKey, right: ObservedECPublicKey) -> Bool {
        defer { ERR_clear_error() }
        return EVP_PKEY_eq(left.key, right.key) == 1
    }
}
