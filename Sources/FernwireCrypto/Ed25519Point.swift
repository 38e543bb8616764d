// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// Points of the curve of Ed25519 as they are encoded, RFC 8032 §5.1.2.
///
/// OpenSSL takes any 32 bytes for a public key. A point of small order has signatures that anyone can make, and a point
/// with several encodings would have several fingerprints.
enum Ed25519Point {
    static let length = 32

    /// Whether `encoding` is the canonical encoding of a point of the curve that is not of small order: PROTOCOL.md
    /// §3.7.
    static func isAcceptable(_ encoding: [UInt8]) -> Bool {
        guard encoding.count == length else { return false }
        var y = encoding
        // The highest bit tells the two x of a y apart.
        y[length - 1] &= 0x7F
        guard !smallOrder.contains(y), let number = BN_lebin2bn(y, Int32(length), nil) else { return false }
        defer { BN_free(number) }
        return isOnCurve(number)
    }

    /// The y of all points whose order divides 8: 0, 1, p − 1, and the two y of the points of order 8.
    private static let smallOrder: [[UInt8]] = [
        [UInt8](repeating: 0, count: length),
        [1] + [UInt8](repeating: 0, count: length - 1),
        [0xEC] + [UInt8](repeating: 0xFF, count: length - 2) + [0x7F],
        [
            0x26, 0xE8, 0x95, 0x8F, 0xC2, 0xB2, 0x27, 0xB0, 0x45, 0xC3, 0xF4, 0x89, 0xF2, 0xEF, 0x98, 0xF0,
            0xD5, 0xDF, 0xAC, 0x05, 0xD3, 0xC6, 0x33, 0x39, 0xB1, 0x38, 0x02, 0x88, 0x6D, 0x53, 0xFC, 0x05,
        ],
        [
            0xC7, 0x17, 0x6A, 0x70, 0x3D, 0x4D, 0xD8, 0x4F, 0xBA, 0x3C, 0x0B, 0x76, 0x0D, 0x10, 0x67, 0x0F,
            0x2A, 0x20, 0x53, 0xFA, 0x2C, 0x39, 0xCC, 0xC6, 0x4E, 0xC7, 0xFD, 0x77, 0x92, 0xAC, 0x03, 0x7A,
        ],
    ]

    /// Whether y < p and some x has −x² + y² = 1 + d·x²·y², which holds if (y² − 1)·(d·y² + 1) is a square modulo p.
    private static func isOnCurve(_ y: OpaquePointer) -> Bool {
        let context = must(BN_CTX_new())
        let prime = number("7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed")
        let d = number("52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3")
        let (square, numerator, denominator) = (must(BN_new()), must(BN_new()), must(BN_new()))
        defer {
            for number in [prime, d, square, numerator, denominator] { BN_free(number) }
            BN_CTX_free(context)
        }
        guard BN_cmp(y, prime) < 0 else { return false }
        must(BN_mod_sqr(square, y, prime, context))
        _ = must(BN_copy(numerator, square))
        must(BN_sub_word(numerator, 1))
        must(BN_mod_mul(denominator, d, square, prime, context))
        must(BN_add_word(denominator, 1))
        must(BN_mod_mul(numerator, numerator, denominator, prime, context))
        return BN_kronecker(numerator, prime, context) == 1
    }

    private static func number(_ hexadecimal: String) -> OpaquePointer {
        var number: OpaquePointer?
        precondition(BN_hex2bn(&number, hexadecimal) > 0)
        return must(number)
    }
}
