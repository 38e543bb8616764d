// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// How protocols make keys of secrets and of passwords. What it costs has limits, since a capture names the numbers.
public enum KeyDerivation {
    /// The most bytes that are derived at once.
    public static let maximumLength = 1 << 16
    /// The most hashes that ``pbkdf2(_:password:salt:iterations:length:)`` computes: iterations, for as many blocks as
    /// the length takes.
    public static let maximumIterations = 10_000_000
    /// The most bytes of memory that ``scrypt(password:salt:cost:length:)`` takes.
    public static let maximumMemory = 1 << 30
    /// The most blocks that ``scrypt(password:salt:cost:length:)`` mixes: n · r · p.
    public static let maximumScryptBlocks = 1 << 24

    /// Returns the key of HKDF, RFC 5869: extract, then expand.
    ///
    /// - Returns: `nil` for a length of more than 255 hashes.
    public static func hkdf(
        _ digest: Digest, secret: RawSpan, salt: RawSpan, info: RawSpan, length: Int
    ) -> SecretBytes? {
        guard (0...255 * digest.length).contains(length) else { return nil }
        var (input, key) = (secret.octets, [UInt8]())
        defer { wipe(&input) }
        // A salt that is left out is zeros, which is what HMAC makes of an empty key.
        var extracted = digest.hmac(key: salt, parts: [input])
        defer { wipe(&extracted) }
        let info = info.octets
        var (block, counter) = ([UInt8](), 0 as UInt8)
        while key.count < length {
            counter += 1
            let next = digest.hmac(key: extracted.span.bytes, parts: [block, info, [counter]])
            wipe(&block)
            block = next
            key.append(contentsOf: block)
        }
        wipe(&block)
        return secretBytes(wiping: &key, length: length)
    }

    /// Returns the key of PBKDF2 with HMAC, RFC 8018 §5.2.
    ///
    /// - Returns: `nil` unless there is at least one iteration, and for more of them than ``maximumIterations``.
    public static func pbkdf2(
        _ digest: Digest, password: RawSpan, salt: RawSpan, iterations: Int, length: Int
    ) -> SecretBytes? {
        guard (1...maximumLength).contains(length), (1...maximumIterations).contains(iterations),
            iterations * ((length + digest.length - 1) / digest.length) <= maximumIterations
        else { return nil }
        return make(length, password: password, salt: salt) { target, password, salt in
            PKCS5_PBKDF2_HMAC(
                password.text, password.length, salt.start, salt.length, Int32(iterations), digest.algorithm.pointer,
                Int32(length), target)
        }
    }

    /// What scrypt costs, in memory and time.
    public struct ScryptCost: Equatable, Sendable {
        /// A power of 2 above 1.
        public var n: Int
        public var r: Int
        public var p: Int

        public init(n: Int, r: Int, p: Int) {
            self.n = n
            self.r = r
            self.p = p
        }

        /// Whether the numbers are within what scrypt allows, and within our limits.
        public var isAcceptable: Bool {
            let limit = KeyDerivation.maximumScryptBlocks
            guard n > 1, n & (n - 1) == 0, r > 0, p > 0, n <= limit, r <= limit / n, p <= limit / (n * r) else {
                return false
            }
            return 128 * r * n <= KeyDerivation.maximumMemory && 128 * r * p <= KeyDerivation.maximumMemory
        }
    }

    /// Returns the key of scrypt, RFC 7914.
    ///
    /// - Returns: `nil` when `n` is no power of 2 above 1, or when it would take more than ``maximumMemory`` or mix more
    ///   than ``maximumScryptBlocks``.
    public static func scrypt(password: RawSpan, salt: RawSpan, cost: ScryptCost, length: Int) -> SecretBytes? {
        guard (1...maximumLength).contains(length), cost.isAcceptable else { return nil }
        return make(length, password: password, salt: salt) { target, password, salt in
            EVP_PBE_scrypt(
                password.text, Int(password.length), salt.start, Int(salt.length), UInt64(cost.n), UInt64(cost.r),
                UInt64(cost.p), UInt64(maximumMemory) * 2, target, length)
        }
    }

    /// Returns the key, and after it the initialisation vector, that `openssl enc` makes of a password unless it is told
    /// to use PBKDF2: `EVP_BytesToKey` with one iteration.
    ///
    /// - Parameter digest: SHA-256 for OpenSSL 1.1 and later, MD5 for earlier ones.
    /// - Parameter salt: 8 bytes, or none.
    /// - Returns: `nil` for a salt of another length, or too long a key.
    public static func evpBytesToKey(
        _ digest: Digest, password: RawSpan, salt: RawSpan, length: Int
    ) -> SecretBytes? {
        guard (1...maximumLength).contains(length), [0, 8].contains(salt.byteCount) else { return nil }
        var (password, key, block) = (password.octets, [UInt8](), [UInt8]())
        defer { wipe(&password) }
        let salt = salt.octets
        while key.count < length {
            let next = digest.hash([block, password, salt])
            wipe(&block)
            block = next
            key.append(contentsOf: block)
        }
        wipe(&block)
        return secretBytes(wiping: &key, length: length)
    }

    private static func secretBytes(wiping key: inout [UInt8], length: Int) -> SecretBytes {
        defer { wipe(&key) }
        return SecretBytes(copying: key.span.bytes.extracting(0..<length))
    }

    /// Bytes as OpenSSL's functions for passwords take them.
    private struct Input {
        let start: UnsafePointer<UInt8>
        let length: Int32

        var text: UnsafePointer<CChar> { UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self) }
    }

    private static func make(
        _ length: Int, password: RawSpan, salt: RawSpan,
        derive: (_ target: UnsafeMutablePointer<UInt8>?, _ password: Input, _ salt: Input) -> Int32
    ) -> SecretBytes? {
        guard Int32(exactly: password.byteCount) != nil, Int32(exactly: salt.byteCount) != nil else { return nil }
        defer { ERR_clear_error() }
        return try? SecretBytes(count: length) { (target) throws(UnwrapError) in
            let result = password.withOctets { password, count in
                salt.withOctets { salt, saltCount in
                    derive(
                        target.assumingMemoryBound(to: UInt8.self).baseAddress,
                        Input(start: password, length: Int32(count)), Input(start: salt, length: Int32(saltCount)))
                }
            }
            guard result == 1 else { throw UnwrapError() }
        }
    }
}
