// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto
public import FernwireWire

/// All the keys that observers were given, and what trying them takes, shared by all sessions.
///
/// Not for use by two threads at a time.
public final class KeyRing {
    private var preshared: [CandidateKey] = []
    /// Those that fitted last, which are tried first; the latest is the first.
    private var fitting: [CandidateKey] = []
    private var rsa: [Placed<RSAPrivateKey>] = []
    /// Places in `rsa`, by the public key.
    private var rsaPlaces: [[UInt8]: Int] = [:]
    private var log = KeyLogLines()
    private var scratch: [UInt8] = []
    /// Another number after each change but that of the key log, and in no other ring the same.
    private(set) var version = UInt64.random(in: .min ... .max)
    /// Whether keys are looked for by brute force, too, in suites that do not withstand it.
    public var allowsBruteForce = false {
        didSet { if allowsBruteForce != oldValue { version &+= 1 } }
    }

    /// Keys that are tried before all others.
    private static let fittingLimit = 8

    public init() {}

    /// Of 16 or 32 bytes. One of 32 may be a Fernet key.
    public var presharedKeys: [SecretBytes] { preshared.map(\.secret) }
    public var rsaKeys: [RSAPrivateKey] { rsa.map(\.key) }

    public var isEmpty: Bool { preshared.isEmpty && rsa.isEmpty && log.count == 0 }

    /// Whether there are keys that may open a Fernet token.
    public private(set) var hasFernetKeys = false

    /// Lines of key logs.
    public var loggedCount: Int { log.count }

    // MARK: Adding

    /// Adds all that `other` has.
    public func add(_ other: KeyRing) {
        for key in other.preshared { add(key) }
        for key in other.rsa { add(key.key, from: key.place) }
        _ = log.add(other.log)
    }

    /// Adds what `other` has beyond `counted`, of the keys that are tried one after another no more than make `limit` of each
    /// kind: a capture may bring any number.
    ///
    /// - Parameter counted: what was added so before; takes the same.
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

    public func add(_ key: SecretBytes, from place: KeySource.Place = .unknown) {
        add(CandidateKey(key, from: place))
    }

    private func add(_ key: CandidateKey) {
        preshared.append(key)
        hasFernetKeys = hasFernetKeys || key.isFernetKey
        version &+= 1
    }

    public func add(_ key: RSAPrivateKey, from place: KeySource.Place = .unknown) {
        let der = key.publicKey.der
        rsa.append(Placed(key: key, place: place))
        if rsaPlaces[der] == nil { rsaPlaces[der] = rsa.count - 1 }
        version &+= 1
    }

    public func add(_ entry: KeyLogEntry, from place: KeySource.Place = .unknown) {
        _ = log.add(Placed(key: entry, place: place))
    }
}

// MARK: - Looking for a key

extension KeyRing {
    /// The key that made the HMAC of a Fernet token; `nil` when it is not here, or when there is none to be checked.
    public func key(of token: RawSpan) -> CandidateKey? {
        guard hasFernetKeys, Base64URL.decode(token, into: &scratch), FernetCipher.flaw(inBytes: scratch) == nil else {
            return nil
        }
        return firstKey { $0.isFernetKey && $0.cipher.signs(scratch) }
    }

    /// The key of `length` bytes that passes `check`; those that fitted last come first.
    func key(length: Int, where check: (SecretBytes) -> Bool) -> CandidateKey? {
        firstKey { $0.secret.count == length && check($0.secret) }
    }

    func hasKeys(length: Int) -> Bool { preshared.contains { $0.secret.count == length } }

    /// A Fernet key, of whatever session.
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

    /// The pre-shared key that `secret` is, with its place.
    func candidate(_ secret: SecretBytes) -> CandidateKey? {
        fitting.first { $0.secret === secret } ?? preshared.first { $0.secret === secret }
    }

    /// The private key that belongs to a public key.
    func privateKey(of der: [UInt8]) -> RSAPrivateKey? { rsaPlaces[der].map { rsa[$0].key } }

    func source(ofPublicKey der: [UInt8]) -> KeySource? {
        rsaPlaces[der].map { KeySource(.privateKey, rsa[$0].place) }
    }

    // MARK: Key logs

    /// Name of the suite that the key log says a session speaks.
    public func loggedSuite(sessionID: UInt64) -> String? { log.suite(sessionID) }

    /// All that the key log says of a session.
    func loggedEntries(sessionID: UInt64, clientRandom: [UInt8]?) -> [KeyLogEntry] {
        log.all(sessionID).filter { clientRandom == nil || clientRandom == $0.clientRandom }
    }

    /// Lines about one direction and epoch of a session.
    func loggedCount(sessionID: UInt64, _ direction: Direction, epoch: UInt32) -> Int {
        log.count == 0 ? 0 : log.lines(sessionID, direction, epoch: epoch).count
    }

    /// What the key log says of one direction and epoch; `nil` for nothing.
    ///
    /// - Parameter clientRandom: `nil` when the client hello was not seen.
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
