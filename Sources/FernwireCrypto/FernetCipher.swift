// SPDX-License-Identifier: Apache-2.0

/// Makes and opens Fernet tokens under one key, with contexts that are set up once.
///
/// It must not be used by two threads at a time.
///
/// ### Invariants
/// - A token's HMAC is compared, in constant time, before anything is decrypted.
/// - The plaintext of a refused token is never handed out.
public final class FernetCipher {
    /// The number of bytes of a token beside its ciphertext: version, timestamp, IV, HMAC.
    public static let overhead = 1 + 8 + IVSource.length + HMAC.length
    /// The first byte of a token.
    public static let version: UInt8 = 0x80

    private let key: FernetKey
    private let hmac: HMAC
    private var made: AESCBC?
    private var scratch: [UInt8] = []

    public init(key: FernetKey) {
        self.key = key
        hmac = HMAC(key: key.secret.bytes.extracting(0..<16))
    }

    /// The cipher is made when it is needed: a key that is only tried needs none.
    private var cipher: AESCBC {
        if let made { return made }
        let secret = key.secret
        let cipher = AESCBC(key: secret.bytes.extracting(16..<32))
        made = cipher
        return cipher
    }

    /// The number of IVs that are drawn already.
    public var ivsDrawn: Int { made?.ivsDrawn ?? 0 }

    /// Returns the number of characters of the token for `count` bytes of plaintext.
    public static func tokenLength(plaintext count: Int) -> Int {
        Base64URL.encodedLength(overhead - IVSource.length + AESCBC.length(plaintext: count))
    }

    /// Appends a token of `plaintext` to `text`.
    ///
    /// - Parameter timestamp: seconds since 1970.
    /// - Parameter iv: 16 bytes, for reproducible samples; `nil` draws fresh ones.
    public func seal(_ plaintext: RawSpan, timestamp: UInt64, iv: [UInt8]? = nil, into text: inout [UInt8]) {
        scratch.removeAll(keepingCapacity: true)
        scratch.append(Self.version)
        withUnsafeBytes(of: timestamp.bigEndian) { scratch.append(contentsOf: $0) }
        cipher.encrypt(plaintext, iv: iv, into: &scratch)
        hmac.begin()
        scratch.withUnsafeBytes { hmac.update($0) }
        hmac.finish(appendingTo: &scratch)
        scratch.withUnsafeBytes { Base64URL.encode($0.bytes, into: &text) }
    }

    /// Opens `token`, and appends what it protects to `plaintext`.
    ///
    /// - Throws: why the token is refused; `plaintext` is then as it was.
    public func open(_ token: RawSpan, appendingTo plaintext: inout [UInt8]) throws(FernetError) {
        _ = try openTimestamped(token, appendingTo: &plaintext)
    }

    /// Opens `token` as ``open(_:appendingTo:)`` does, and refuses tokens that are too old or from the future.
    ///
    /// - Parameter timeToLive: seconds; `nil` for tokens that never expire.
    /// - Parameter now: seconds since 1970.
    /// - Parameter clockSkew: seconds by which the sender's clock may be ahead.
    public func open(
        _ token: RawSpan, timeToLive: UInt64?, now: UInt64, clockSkew: UInt64 = 60,
        appendingTo plaintext: inout [UInt8]
    ) throws(FernetError) {
        let start = plaintext.count
        do throws(FernetError) {
            let timestamp = try openTimestamped(token, appendingTo: &plaintext)
            if let error = Self.untimeliness(timestamp, timeToLive: timeToLive, now: now, clockSkew: clockSkew) {
                throw error
            }
        } catch {
            wipe(&plaintext, from: start)
            throw error
        }
    }

    /// Returns why a token of this timestamp is too old, or from the future; `nil` if it is neither.
    ///
    /// - Parameter timeToLive: seconds; `nil` for tokens that never expire.
    /// - Parameter now: seconds since 1970.
    /// - Parameter clockSkew: seconds by which the sender's clock may be ahead.
    public static func untimeliness(
        _ timestamp: UInt64, timeToLive: UInt64?, now: UInt64, clockSkew: UInt64 = 60
    ) -> FernetError? {
        if timestamp > now, timestamp - now > clockSkew { return .fromTheFuture(aheadSeconds: timestamp - now) }
        if let timeToLive, now > timestamp, now - timestamp > timeToLive {
            return .expired(ageSeconds: now - timestamp)
        }
        return nil
    }

    /// Returns what is wrong with the form of `token`, which no key could mend; `nil` for nothing.
    public static func flaw(in token: RawSpan) -> FernetError? {
        var bytes: [UInt8] = []
        guard Base64URL.decode(token, into: &bytes) else { return .invalidBase64 }
        return flaw(inBytes: bytes)
    }

    /// Returns the same for the bytes of a token.
    public static func flaw(inBytes bytes: [UInt8]) -> FernetError? {
        if let first = bytes.first, first != version { return .unsupportedVersion(first) }
        guard bytes.count >= overhead + AESCBC.block else { return .tooShort(bytes: bytes.count) }
        let ciphertextLength = bytes.count - overhead
        return ciphertextLength % AESCBC.block == 0 ? nil : .incompleteBlock(bytes: ciphertextLength)
    }

    /// Whether the key made the HMAC of `token`, a base64url text.
    public func signs(_ token: RawSpan) -> Bool {
        Base64URL.decode(token, into: &scratch) && Self.flaw(inBytes: scratch) == nil && signs(scratch)
    }

    /// Whether the key made the HMAC of a token, given as bytes that have no ``flaw(inBytes:)``.
    public func signs(_ token: [UInt8]) -> Bool {
        token.withUnsafeBytes { token in
            let count = token.count - HMAC.length
            hmac.begin()
            hmac.update(.init(rebasing: token[..<count]))
            return hmac.finish(verifying: token.bytes.extracting(count..<token.count))
        }
    }

    /// Opens a token that is given as bytes, not as text, and appends what it protects to `plaintext`.
    ///
    /// - Throws: why the token is refused; `plaintext` is then as it was.
    public func open(bytes token: [UInt8], appendingTo plaintext: inout [UInt8]) throws(FernetError) {
        if let flaw = Self.flaw(inBytes: token) { throw flaw }
        guard signs(token) else { throw .invalidMAC }
        let count = token.count
        let isPadded = token.withUnsafeBytes { token in
            cipher.decrypt(token.bytes.extracting(9..<count - HMAC.length), appendingTo: &plaintext)
        }
        guard isPadded else { throw .invalidPadding }
    }

    private func openTimestamped(
        _ token: RawSpan, appendingTo plaintext: inout [UInt8]
    ) throws(FernetError) -> UInt64 {
        guard Base64URL.decode(token, into: &scratch) else { throw .invalidBase64 }
        try open(bytes: scratch, appendingTo: &plaintext)
        return scratch.withUnsafeBytes { UInt64(bigEndian: $0.loadUnaligned(fromByteOffset: 1, as: UInt64.self)) }
    }
}
