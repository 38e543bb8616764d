// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto
public import FernwireWire

/// All the keys that an observer was given.
public struct KeyRing: Sendable {
    private var preshared: [Placed<SecretBytes>] = []
    private var rsa: [Placed<RSAPrivateKey>] = []
    /// Whether keys that trying finds are found.
    public var breaksToys = false
    private var sessions: [UInt64: [Placed<KeyLogEntry>]] = [:]

    public init() {}

    /// Of 16 or 32 bytes. One of 32 may be a Fernet key.
    public var presharedKeys: [SecretBytes] { preshared.map(\.key) }
    public var rsaKeys: [RSAPrivateKey] { rsa.map(\.key) }
    public var fernetKeys: [SecretBytes] { presharedKeys.filter { $0.count == FernetKey.length } }

    public var isEmpty: Bool { preshared.isEmpty && rsa.isEmpty && sessions.isEmpty }

    /// Lines of key logs.
    public var loggedCount: Int { sessions.values.reduce(0) { $0 + $1.count } }

    /// Adds all that `other` has.
    public mutating func add(_ other: KeyRing) {
        preshared += other.preshared
        rsa += other.rsa
        sessions.merge(other.sessions) { $0 + $1 }
    }

    /// What this ring has beyond `known`, of the keys that are tried one after another no more than make `limit` of each
    /// kind with those of `known`: a capture may bring any number.
    public func beyond(_ known: KeyRing, limit: Int) -> KeyRing {
        var new = self
        (new.preshared, new.rsa) = ([], [])
        for one in preshared where known.preshared.count + new.preshared.count < limit {
            let all = known.preshared + new.preshared
            if !all.contains(where: { $0.key.bytes.isEqual(to: one.key.bytes) }) { new.preshared.append(one) }
        }
        for one in rsa where known.rsa.count + new.rsa.count < limit {
            let der = one.key.publicKey.der
            if !(known.rsa + new.rsa).contains(where: { $0.key.publicKey.der == der }) { new.rsa.append(one) }
        }
        return new
    }

    public mutating func add(_ key: SecretBytes, from place: KeySource.Place = .unknown) {
        preshared.append(Placed(key: key, place: place))
    }

    public mutating func add(_ key: RSAPrivateKey, from place: KeySource.Place = .unknown) {
        rsa.append(Placed(key: key, place: place))
    }

    public mutating func add(_ entry: KeyLogEntry, from place: KeySource.Place = .unknown) {
        sessions[entry.sessionID, default: []].append(Placed(key: entry, place: place))
    }

    /// Name of the suite that the key log says a session speaks.
    public func loggedSuite(sessionID: UInt64) -> String? {
        sessions[sessionID]?.first?.key.suite
    }

    /// All that the key log says of a session.
    func loggedEntries(sessionID: UInt64, clientRandom: [UInt8]?) -> [KeyLogEntry] {
        (sessions[sessionID] ?? []).map(\.key).filter { clientRandom == nil || clientRandom == $0.clientRandom }
    }

    /// What the key log says of one direction and epoch; `nil` for nothing.
    ///
    /// - Parameter clientRandom: `nil` when the client hello was not seen.
    public func loggedKeys(
        sessionID: UInt64, clientRandom: [UInt8]?, _ direction: Direction, epoch: UInt32
    ) -> (keys: RecordKeys, source: KeySource)? {
        var found: (keys: RecordKeys, source: KeySource)?
        for line in sessions[sessionID] ?? [] {
            let entry = line.key
            guard entry.direction == direction, entry.epoch == epoch,
                clientRandom == nil || clientRandom == entry.clientRandom
            else { continue }
            found = found ?? (RecordKeys(), KeySource(.keyLog, line.place))
            found?.keys[entry.label] = entry.secret
        }
        return found
    }

    /// What `secret` is, if it is one of the pre-shared keys.
    func source(of secret: SecretBytes) -> KeySource? {
        preshared.first { $0.key === secret }.map { KeySource(.presharedKey, $0.place) }
    }

    /// The private key that belongs to a public key.
    func source(ofPublicKey der: [UInt8]) -> KeySource? {
        rsa.first { $0.key.publicKey.der == der }.map { KeySource(.privateKey, $0.place) }
    }
}
