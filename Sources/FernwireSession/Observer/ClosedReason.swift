// SPDX-License-Identifier: Apache-2.0
public import FernwireWire

/// The keys that let an observer read a suite's records.
public enum OpeningKey: Hashable, Sendable {
    /// A pre-shared key of so many bytes.
    case presharedKey(bytes: Int)
    /// An RSA private key of one of the sides.
    case privateKey
    /// A key log alone, since no long-lived key gives the session's secret.
    case keyLog
    /// A key that is found by brute force.
    case bruteForce
    /// None: the records are in the clear.
    case none
}

/// Why a record stays closed, or is shown without having been checked, with the keys at hand.
public enum ClosedReason: Hashable, Sendable {
    /// The capture does not hold all of the record.
    case truncated
    /// Nothing says which suite the session speaks.
    case unknownSuite
    /// There is no key of the kind that opens the suite.
    case noKey(OpeningKey)
    /// There are so many keys of the kind, and none belongs to the session.
    case noneFits(OpeningKey, count: Int)
    /// There are so many keys of the kind, and what the capture lacks of the handshake is needed to use them.
    case noHandshake(OpeningKey, count: Int)
    /// The key log has lines of the session, but none of this epoch and direction.
    case unknownEpoch(UInt32, Direction)
    /// The private key fits, but what it should open was changed.
    case unwrapFailed
    /// A check of the record failed that the keys at hand are right for.
    case checkFailed
}

extension OpeningKey {
    /// The kind with an article and in the plural, for sentences.
    fileprivate var words: (one: String, many: String) {
        switch self {
        case .presharedKey(let bytes): ("a pre-shared key of \(bytes) bytes", "pre-shared keys of \(bytes) bytes")
        case .privateKey: ("an RSA private key of a side", "RSA private keys")
        case .keyLog: ("a key log", "lines of key logs")
        case .bruteForce: ("a brute force", "brute forces")
        case .none: ("no key", "keys")
        }
    }
}

extension ClosedReason: CustomStringConvertible {
    /// A sentence without its full stop.
    public var description: String {
        switch self {
        case .truncated: "the capture does not hold all of the record"
        case .unknownSuite: "the handshake is not in the capture, and no key log has a line of the session"
        case .noKey(.bruteForce): "brute force is turned off, or the handshake is not all in the capture"
        case .noKey(.keyLog): "the suite is opened by a key log only, and none has a line of the session"
        case .noKey(let kind): "the suite is opened by \(kind.words.one), and there is none"
        case .noneFits(let kind, let count):
            count == 1
                ? "the suite is opened by \(kind.words.one), and the one at hand does not fit"
                : "none of the \(count) \(kind.words.many) fits"
        case .noHandshake(let kind, let count):
            "the handshake is not all in the capture, so that the \(kind.words.many) (\(count)) could not be tried"
        case .unknownEpoch(let epoch, let direction):
            "the key log has lines of the session, but none of epoch \(epoch) from the "
                + (direction == .fromClient ? "client" : "server")
        case .unwrapFailed: "the private key does not open the wrapped keys: they were changed"
        case .checkFailed: "a check of the record failed: it was changed"
        }
    }

    /// What the user may do about it, as a sentence without its full stop; `nil` for nothing.
    public var advice: String? {
        switch self {
        case .truncated: "capture without a snapshot length"
        case .unknownSuite, .noHandshake: "capture from the beginning of the connection, or give a key log (--key-log)"
        case .noKey(.keyLog), .unknownEpoch: "run client or server with --key-log, and add that file to the keys"
        case .noKey(.bruteForce): "turn on brute force in the preferences, and capture from the beginning"
        case .noKey, .noneFits: "add the key of client or server to the key file"
        case .unwrapFailed, .checkFailed: nil
        }
    }
}

extension Observer {
    /// Returns why a record stays closed, or could not be checked; `nil` where it was opened and checked.
    ///
    /// - Parameter keys: the keys at hand.
    public func closedReason(_ observation: Observation, header: FrameHeader, keys: KeyRing) -> ClosedReason? {
        switch observation.status {
        case .truncated: .truncated
        case .noKey, .closed: missing(observation, header: header, keys: keys)
        case .failed: failed(observation, header: header, keys: keys)
        case .none, .verified, .unchecked, .unauthenticated, .finishedFailed: nil
        }
    }

    private func missing(_ observation: Observation, header: FrameHeader, keys: KeyRing) -> ClosedReason? {
        guard let suite = observation.suite, let direction = header.knownDirection else { return .unknownSuite }
        let session = session(numbered: observation.session)
        let id = session?.handshake.sessionID ?? header.sessionID
        if keys.loggedSuite(sessionID: id) != nil,
            keys.loggedCount(sessionID: id, direction, epoch: header.epoch) == 0
        {
            return .unknownEpoch(header.epoch, direction)
        }
        let kind = suite.observer.openingKey
        let count = keys.count(of: kind)
        guard count > 0 else { return .noKey(kind) }
        if observation.status == .closed { return .noneFits(kind, count: count) }
        return session?.hasHandshake == true ? .noneFits(kind, count: count) : .noHandshake(kind, count: count)
    }

    private func failed(_ observation: Observation, header: FrameHeader, keys: KeyRing) -> ClosedReason {
        // Tokens are tried with each Fernet key at hand, whether or not it is the session's.
        guard observation.status == .failed(.token(.invalidMAC)), let suite = observation.suite,
            let session = session(numbered: observation.session), let direction = header.knownDirection,
            !session.hasSecret(keys),
            keys.loggedCount(sessionID: session.handshake.sessionID, direction, epoch: header.epoch) == 0
        else { return .checkFailed }
        let kind = suite.observer.openingKey
        let count = keys.count(of: kind)
        return count > 0 ? .noneFits(kind, count: count) : .noKey(kind)
    }
}

extension KeyRing {
    /// The number of keys of a kind.
    fileprivate func count(of kind: OpeningKey) -> Int {
        switch kind {
        case .presharedKey(let bytes): presharedKeys.count { $0.count == bytes }
        case .privateKey: rsaKeys.count
        case .keyLog, .bruteForce, .none: 0
        }
    }
}
