// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto
public import FernwireWire

/// All the keys that an observer was given.
public struct KeyRing: Sendable {
    /// Of 16 or 32 bytes. One of 32 may be a Fernet key.
    public var presharedKeys: [SecretBytes] = []
    public var rsaKeys: [RSAPrivateKey] = []
    /// Whether keys that trying finds are found.
    public var breaksToys = false
    private var sessions: [UInt64: [KeyLogEntry]] = [:]

    public init() {}

    public var fernetKeys: [SecretBytes] { presharedKeys.filter { $0.count == FernetKey.length } }

    public var isEmpty: Bool { presharedKeys.isEmpty && rsaKeys.isEmpty && sessions.isEmpty }

    /// Lines of key logs.
    public var loggedCount: Int { sessions.values.reduce(0) { $0 + $1.count } }

    /// Adds all that `other` has.
    public mutating func add(_ other: KeyRing) {
        presharedKeys += other.presharedKeys
        rsaKeys += other.rsaKeys
        sessions.merge(other.sessions) { $0 + $1 }
    }

    /// What this ring has beyond `known`, of the keys that are tried one after another no more than make `limit` of each
    /// kind with those of `known`: a capture may bring any number.
    public func beyond(_ known: KeyRing, limit: Int) -> KeyRing {
        var new = self
        (new.presharedKeys, new.rsaKeys) = ([], [])
        for key in presharedKeys where known.presharedKeys.count + new.presharedKeys.count < limit {
            let all = known.presharedKeys + new.presharedKeys
            if !all.contains(where: { $0.bytes.isEqual(to: key.bytes) }) { new.presharedKeys.append(key) }
        }
        for key in rsaKeys where known.rsaKeys.count + new.rsaKeys.count < limit {
            let der = key.publicKey.der
            if !(known.rsaKeys + new.rsaKeys).contains(where: { $0.publicKey.der == der }) { new.rsaKeys.append(key) }
        }
        return new
    }

    public mutating func add(_ entry: KeyLogEntry) {
        sessions[entry.sessionID, default: []].append(entry)
    }

    /// Name of the suite that the key log says a session speaks.
    public func loggedSuite(sessionID: UInt64) -> String? {
        sessions[sessionID]?.first?.suite
    }

    /// What the key log says of one direction and epoch.
    ///
    /// - Parameter clientRandom: `nil` when the client hello was not seen.
    public func loggedKeys(
        sessionID: UInt64, clientRandom: [UInt8]?, _ direction: Direction, epoch: UInt32
    ) -> RecordKeys {
        var keys = RecordKeys()
        for entry in sessions[sessionID] ?? [] where entry.direction == direction && entry.epoch == epoch {
            guard clientRandom == nil || clientRandom == entry.clientRandom else { continue }
            keys[entry.label] = entry.secret
        }
        return keys
    }
}
