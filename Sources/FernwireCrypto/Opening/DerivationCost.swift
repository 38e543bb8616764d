// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// How much work may still go into deriving keys from passphrases. A file says itself how much that takes, up to hours.
struct DerivationBudget {
    /// The rounds of a hash that are made for one text, some seconds of work. OpenSSL's files take 2,048 for each passphrase.
    static let rounds = 20_000_000

    private var left = rounds

    /// Takes the cost of one attempt.
    ///
    /// - Parameter cost: in rounds; `nil` for one that is not known.
    /// - Returns: whether the attempt may be made.
    mutating func take(_ cost: Int?) -> Bool {
        guard let cost, cost <= left else { return false }
        left -= cost
        return true
    }
}

/// Reads what it costs to derive a key.
enum DerivationCost {
    /// The object identifier of scrypt, RFC 7914.
    private static let scrypt: [UInt8] = [0x2B, 0x06, 0x01, 0x04, 0x01, 0xDA, 0x47, 0x04, 0x0B]
    private static let depthLimit = 8

    /// Returns the rounds that an algorithm takes, as its parameters say, RFC 8018; `nil` if they do not have that form.
    static func rounds(of algorithm: UnsafePointer<X509_ALGOR>?) -> Int? {
        guard let algorithm else { return nil }
        var (kind, value): (Int32, UnsafeRawPointer?) = (0, nil)
        X509_ALGOR_get0(nil, &kind, &value, algorithm)
        // A digest has no parameters, or NULL.
        if kind == V_ASN1_UNDEF || kind == V_ASN1_NULL { return 1 }
        guard kind == V_ASN1_SEQUENCE, let value else { return nil }
        let text = value.assumingMemoryBound(to: ASN1_STRING.self)
        let bytes = UnsafeRawBufferPointer(start: ASN1_STRING_get0_data(text), count: Int(ASN1_STRING_length(text)))
        // scrypt multiplies three numbers. For all others the first one counts rounds, and a second one may be a length.
        return rounds(in: bytes, 0..<bytes.count, factors: contains(bytes, scrypt) ? 3 : 1, depth: 0)
    }

    /// Returns the rounds of all elements in a range. The integers that say them follow a salt, which is an OCTET STRING.
    private static func rounds(
        in bytes: UnsafeRawBufferPointer, _ range: Range<Int>, factors: Int, depth: Int
    ) -> Int? {
        var (inner, own, position) = (0, 1, range.lowerBound)
        var (isAfterSalt, left) = (false, factors)
        while position < range.upperBound {
            guard depth < depthLimit, let element = DER.element(of: bytes, from: position),
                element.content.upperBound <= range.upperBound
            else { return nil }
            position = element.content.upperBound
            if element.tag == 0x04 {
                isAfterSalt = true
            } else if element.tag == 0x02, isAfterSalt, left > 0 {
                left -= 1
                guard let factor = integer(bytes[element.content]) else { return nil }
                let (product, isTooMuch) = own.multipliedReportingOverflow(by: factor)
                if isTooMuch { return nil }
                own = product
            } else if element.tag == 0x30 {
                guard let rounds = rounds(in: bytes, element.content, factors: factors, depth: depth + 1)
                else { return nil }
                inner = max(inner, rounds)
            }
        }
        return max(inner, own)
    }

    /// Returns a number above 0; `nil` for any other, and for one of more than 7 bytes.
    private static func integer(_ bytes: Slice<UnsafeRawBufferPointer>) -> Int? {
        guard let first = bytes.first, first < 0x80, bytes.count <= 7 else { return nil }
        let value = bytes.reduce(0) { $0 << 8 | Int($1) }
        return value > 0 ? value : nil
    }

    private static func contains(_ bytes: UnsafeRawBufferPointer, _ part: [UInt8]) -> Bool {
        guard bytes.count >= part.count else { return false }
        return (0...(bytes.count - part.count)).contains { bytes[$0..<($0 + part.count)].elementsEqual(part) }
    }
}
