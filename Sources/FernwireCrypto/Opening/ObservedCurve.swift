// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// An elliptic curve of NIST, FIPS 186-4.
public enum ObservedCurve: String, CaseIterable, Sendable {
    case p256 = "p-256"
    case p384 = "p-384"
    case p521 = "p-521"

    /// The number of bytes of a coordinate, and of each half of a signature that is not DER.
    public var coordinateLength: Int {
        switch self {
        case .p256: 32
        case .p384: 48
        case .p521: 66
        }
    }

    /// The name that OpenSSL knows.
    private var openSSLName: String {
        switch self {
        case .p256: "prime256v1"
        case .p384: "secp384r1"
        case .p521: "secp521r1"
        }
    }

    /// - Returns: `nil` for a key of another curve.
    init?(of key: OpaquePointer) {
        defer { ERR_clear_error() }
        var (name, length) = ([CChar](repeating: 0, count: 80), 0)
        guard EVP_PKEY_get_group_name(key, &name, name.count, &length) == 1 else { return nil }
        let found = String(decoding: name[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard let curve = Self.allCases.first(where: { $0.openSSLName == found }) else { return nil }
        self = curve
    }

    /// Returns the DER of the SubjectPublicKeyInfo of a point, RFC 5480.
    func publicKeyInfo(point: [UInt8]) -> [UInt8] {
        let ellipticCurve: [UInt8] = [0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01]
        let named: [UInt8] =
            switch self {
            case .p256: [0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07]
            case .p384: [0x06, 0x05, 0x2B, 0x81, 0x04, 0x00, 0x22]
            case .p521: [0x06, 0x05, 0x2B, 0x81, 0x04, 0x00, 0x23]
            }
        let algorithm = DER.element(0x30, ellipticCurve + named)
        return DER.element(0x30, algorithm + DER.element(0x03, [0] + point))
    }
}
