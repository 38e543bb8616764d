// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// A hash function that is chosen by its name.
public struct Digest: Sendable {
    /// The name by which it is chosen, such as `sha256`.
    public let name: String
    /// The number of bytes of a hash.
    public let length: Int

    /// The name that OpenSSL knows.
    let openSSLName: String
    let algorithm: Fetched

    /// All hash functions that this OpenSSL has, of those that are known here.
    public static let all: [Digest] = [
        ("md5", "MD5"), ("sha1", "SHA1"), ("sha224", "SHA224"), ("sha256", "SHA256"), ("sha384", "SHA384"),
        ("sha512", "SHA512"), ("sha3-256", "SHA3-256"), ("blake2b512", "BLAKE2B-512"), ("blake2s256", "BLAKE2S-256"),
    ].compactMap { name, openSSLName in
        Fetched.digest(openSSLName).map { Digest(name: name, openSSLName: openSSLName, algorithm: $0) }
    }

    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    private init(name: String, openSSLName: String, algorithm: Fetched) {
        self.name = name
        self.openSSLName = openSSLName
        self.algorithm = algorithm
        length = Int(EVP_MD_get_size(algorithm.pointer))
    }

    /// - Parameter name: one of `md5`, `sha1`, `sha224`, `sha256`, `sha384`, `sha512`, `sha3-256`, `blake2b512` and
    ///   `blake2s256`.
    /// - Returns: `nil` for any other name.
    public init?(named name: String) {
        guard let found = Self.byName[name] else { return nil }
        self = found
    }

    /// Returns the hash of `bytes`.
    public func hash(_ bytes: RawSpan) -> [UInt8] {
        bytes.withOctets { start, count in
            [UInt8](unsafeUninitializedCapacity: length) { buffer, filled in
                must(EVP_Digest(start, count, buffer.baseAddress, nil, algorithm.pointer, nil))
                filled = length
            }
        }
    }

    /// Returns the hash of `parts`, one after another.
    public func hash(_ parts: [[UInt8]]) -> [UInt8] {
        let context = must(EVP_MD_CTX_new())
        defer { EVP_MD_CTX_free(context) }
        must(EVP_DigestInit_ex2(context, algorithm.pointer, nil))
        for part in parts { must(EVP_DigestUpdate(context, part, part.count)) }
        return [UInt8](unsafeUninitializedCapacity: length) { buffer, filled in
            must(EVP_DigestFinal_ex(context, buffer.baseAddress, nil))
            filled = length
        }
    }
}

extension Digest: Equatable {
    public static func == (left: Digest, right: Digest) -> Bool { left.name == right.name }
}
