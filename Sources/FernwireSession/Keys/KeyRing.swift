// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto
public import FernwireWire

/// All the keys that observers were given, with what trying them takes. All sessions share it.
///
/// It must not be used by two threads at a time.
public final class KeyRing {
    private var preshared: [CandidateKey] = []
    /// The keys that fitted last, which are tried first. The latest is the first.
    private var fitting: [CandidateKey] = []
    private var rsa: [Placed<RSAPrivateKey>] = []
    /// Indices into `rsa`, by the DER of the public key.
    private var rsaPlaces: [[UInt8]: Int] = [:]
    private var log = KeyLogLines()
    private var scratch: [UInt8] = []
    /// A number that changes with every change but that of the key log, and that differs between rings.
    private(set) var version = UInt64.random(in: .min ... .max)
    /// Whether keys are also looked for by brute force, in suites that do not withstand it.
    public var allowsBruteForce = false {
        didSet { if allowsBruteForce != oldValue { version &+= 1 } }
    }

    /// The number of keys that are tried before all others.
    private static let fittingLimit = 8

    /// Creates a ring without keys.
    public init() {}

    /// The pre-shared keys, of 16 or 32 bytes. A key of 32 bytes may be a Fernet key.
    public var presharedKeys: [SecretBytes] { preshared.map(\.secret) }
    /// The pre-shared keys that may be Fernet keys, in the order in which they were added.
    public var fernetKeys: [CandidateKey] { preshared.filter(\.isFernetKey) }
    /// The RSA private keys, in the order in which they were added.
    public var rsaKeys: [RSAPrivateKey] { rsa.map(\.key) }

    /// Whether there is neither a key nor a line of a key log.
    public var isEmpty: Bool { preshared.isEmpty && rsa.isEmpty && log.count == 0 }

    /// Whether there are keys that may open a Fernet token.
    public private(set) var hasFernetKeys = false

    /// The number of keys that may open a Fernet token.
    public var fernetKeyCount: Int { preshared.count { $0.isFernetKey } }

    /// The number of key-log lines.
    public var loggedCount: Int { log.count }

    // MARK: Adding

    /// Adds all keys and key-log lines of `other`.
    public func add(_ other: KeyRing) {
        for key in other.preshared { add(key) }
        for key in other.rsa { add(key.key, from: key.place) }
        _ = log.add(other.log)
    }

    /// Adds the keys and key-log lines of `other` that are not in `counted`. Keys that are tried one after another are
    /// added only while `counted` has fewer than `limit` of their kind, as a capture may bring any number.
    ///
    /// - Parameter counted: the keys that were added in this way before. It takes the new ones, too.
    public func add(_ other: KeyRing, beyond counted: KeyRing, limit: Int) {
        for key in other.preshared where counted.preshared.count < limit && !counted.has(key.secret) {
            add(key)
            counted.add(key)
        }
        for one in other.rsa
        where counted.rsa.count < limit && counted.rsaPlaces[one.key.publicKey.der] == nil {
            add(one.key, from: one.place)
            counted.add(one.key, from: one.place)
        }
        if counted.log.add(other.log) { _ = log.add(other.log) }
    }

    private func has(_ secret: SecretBytes) -> Bool {
        preshared.contains { $0.holds(secret) }
    }

    /// Adds a pre-shared key, of 16 or 32 bytes.
    ///
    /// - Parameter place: where the key stands.
    public func add(_ key: SecretBytes, from place: KeySource.Place = .unknown) {
        add(CandidateKey(key, from: place))
    }

    private func add(_ key: CandidateKey) {
        preshared.append(key)
        hasFernetKeys = hasFernetKeys || key.isFernetKey
        version &+= 1
    }

    /// Adds an RSA private key.
    ///
    /// - Parameter place: where the key stands.
    public func add(_ key: RSAPrivateKey, from place: KeySource.Place = .unknown) {
        let der = key.publicKey.der
        rsa.append(Placed(key: key, place: place))
        if rsaPlaces[der] == nil { rsaPlaces[der] = rsa.count - 1 }
        version &+= 1
    }

    /// Adds a line of a key log, unless another line said the same.
    ///
    /// - Parameter place: where the line stands.
    public func add(_ entry: KeyLogEntry, from place: KeySource.Place = .unknown) {
        _ = log.add(Placed(key: entry, place: place))
    }
}

// MARK: - Looking for a key

extension KeyRing {
    /// Returns the key that made the HMAC of a Fernet token; `nil` when the ring does not have it, or when there is no
    /// HMAC to be checked.
    ///
    /// - Parameter token: the token's base64url text.
    public func key(of token: RawSpan) -> CandidateKey? {
        guard hasFernetKeys, Base64URL.decode(token, into: &scratch), FernetCipher.flaw(inBytes: scratch) == nil else {
            return nil
        }
        return firstKey { $0.isFernetKey && $0.cipher.signs(scratch) }
    }

    /// Returns the key of `length` bytes that passes `check`. The keys that fitted last are tried first.
    func key(length: Int, where check: (SecretBytes) -> Bool) -> CandidateKey? {
        firstKey { $0.secret.count == length && check($0.secret) }
    }

    func hasKeys(length: Int) -> Bool { preshared.contains { $0.secret.count == length } }

    /// A Fernet key, whatever session it belongs to.
    var anyFernetKey: CandidateKey? {
        fitting.first { $0.isFernetKey } ?? preshared.first { $0.isFernetKey }
    }

    private func firstKey(where fits: (CandidateKey) -> Bool) -> CandidateKey? {
        if let place = fitting.firstIndex(where: fits) {
            if place > 0 { fitting.swapAt(0, place) }
            return fitting[0]
        }
        guard let found = preshared.first(where: fits) else { return nil }
        if fitting.count == Self.fittingLimit { fitting.removeLast() }
        fitting.insert(found, at: 0)
        return found
    }

    /// Returns the candidate key whose secret is the object `secret`.
    func candidate(_ secret: SecretBytes) -> CandidateKey? {
        fitting.first { $0.secret === secret } ?? preshared.first { $0.secret === secret }
    }

    /// Returns the private key that belongs to the public key with this DER.
    func privateKey(of der: [UInt8]) -> RSAPrivateKey? { rsaPlaces[der].map { rsa[$0].key } }

    func source(ofPublicKey der: [UInt8]) -> KeySource? {
        rsaPlaces[der].map { KeySource(.privateKey, rsa[$0].place) }
    }

    // MARK: Key logs

    /// Returns the name of the suite that the key log says a session speaks; `nil` where it has no line about the
    /// session.
    public func loggedSuite(sessionID: UInt64) -> String? { log.suite(sessionID) }

    /// Returns all key-log lines about a session, without those of another client random.
    func loggedEntries(sessionID: UInt64, clientRandom: [UInt8]?) -> [KeyLogEntry] {
        log.all(sessionID).filter { clientRandom == nil || clientRandom == $0.clientRandom }
    }

    /// Returns the number of lines about one direction and epoch of a session.
    func loggedCount(sessionID: UInt64, _ direction: Direction, epoch: UInt32) -> Int {
        log.count == 0 ? 0 : log.lines(sessionID, direction, epoch: epoch).count
    }

    /// Returns the keys that the key log has of one direction and epoch, and where they stand; `nil` when it has none.
    ///
    /// - Parameter clientRandom: the random of the client hello; `nil` when the hello was not seen.
    public func loggedKeys(
        sessionID: UInt64, clientRandom: [UInt8]?, _ direction: Direction, epoch: UInt32
    ) -> (keys: RecordKeys, source: KeySource)? {
        var found: (keys: RecordKeys, source: KeySource)?
        for line in log.lines(sessionID, direction, epoch: epoch)
        where clientRandom == nil || clientRandom == line.key.clientRandom {
            found = found ?? (RecordKeys(), KeySource(.keyLog, line.place))
            found?.keys[line.key.label] = line.key.secret
        }
        return found
    }
}
