// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

/// Computes on demand what the keys at hand give for one session, and keeps the results: a success for good, a failure
/// until the keys or the handshake say more than they did.
final class ObservedKeys {
    typealias Opener = (protection: RecordProtection, source: KeySource?)

    /// The state that the outcome of a computation depends on.
    private struct State: Equatable {
        var keys: UInt64
        var handshake: Int
        /// The number of key-log lines about a direction and epoch.
        var lines = 0
    }

    private let handshake: ObservedHandshake
    private var secret: Result<SecretBytes, KeyMismatch>?
    private var secretState: State?
    /// The protections under keys that are known to be the session's, for the epoch asked for last.
    /// `logged` is the number of all lines of the key log by then.
    private var bound: Sides<(epoch: UInt32, state: State, logged: Int, opener: Opener?)?> = Sides(repeating: nil)
    /// The protections under the candidate key that opened a record last: a Fernet key that is not known to be the
    /// session's.
    private var candidate: Sides<Opener?> = Sides(repeating: nil)

    init(_ handshake: ObservedHandshake) {
        self.handshake = handshake
    }

    /// Returns the session's secret; `nil` when handshake or keys do not suffice.
    ///
    /// - Throws: why the keys do not fit the handshake.
    func secret(_ suite: CipherSuite, _ ring: KeyRing) throws(KeyMismatch) -> SecretBytes? {
        let state = State(keys: ring.version, handshake: handshake.revision)
        switch secret {
        case .success(let found): return found
        // The one key that fits did not open what was wrapped.
        case .failure(.unwrapFailed): throw .unwrapFailed
        case let other:
            if secretState == state { return try other?.get() }
        }
        secretState = state
        do throws(KeyMismatch) {
            let found = try suite.observer.sessionSecret(handshake, keys: ring)
            secret = found.map { .success($0) }
            return found
        } catch {
            secret = .failure(error)
            throw error
        }
    }

    /// Checks whether the verify data of a finished message are what the keys give.
    func check(
        _ data: [UInt8], finishing direction: Direction, suite: CipherSuite, ring: KeyRing
    ) -> Observation.Status {
        guard let point = handshake.point(beforeFinished: direction) else { return .noKey }
        if let isGenuine = suite.observer.verify(finished: data, of: direction, at: point, in: handshake) {
            return isGenuine ? .verified : .finishedFailed
        }
        let found: SecretBytes?
        do { found = try secret(suite, ring) } catch {
            return error == .noPresharedKey ? .finishedFailed : .noKey
        }
        guard let found else { return .noKey }
        return point.verifyData(found, of: direction) == data ? .verified : .finishedFailed
    }

    /// Returns the key-log entries of one direction and epoch; `nil` when handshake or keys do not suffice.
    func keyLog(
        _ suite: CipherSuite, _ ring: KeyRing, direction: Direction, epoch: UInt32
    ) -> [KeyLogEntry]? {
        guard let secret = epochSecret(suite, ring, direction: direction, epoch: epoch) else { return nil }
        return secret.schedule.keyLog(
            suite.observer.recordKeys(secret), of: suite, sessionID: handshake.sessionID, direction: direction,
            epoch: epoch)
    }

    /// Returns the secret that the keys of one direction and epoch follow from.
    private func epochSecret(
        _ suite: CipherSuite, _ ring: KeyRing, direction: Direction, epoch: UInt32
    ) -> EpochSecret? {
        guard let secret = try? secret(suite, ring), let schedule = handshake.schedule else { return nil }
        return EpochSecret(secret, schedule, direction: direction, epoch: epoch)
    }
}

// MARK: - Records

extension ObservedKeys {
    /// Appends to `plaintext` what a frame protects.
    func unseal(
        _ frame: RawSpan, header: FrameHeader, direction: Direction, suite: CipherSuite, ring: KeyRing,
        appendingTo plaintext: inout [UInt8]
    ) -> (status: Observation.Status, source: KeySource?) {
        let start = plaintext.count
        var isClosed = false
        if let bound = binding(suite, ring, direction: direction, epoch: header.epoch) {
            let status = Self.attempt(bound.protection, frame, header: header, appendingTo: &plaintext)
            guard status == .closed else { return (status, plaintext.count == start ? nil : bound.source) }
            isClosed = true
        }
        var (status, source) = unsealByCandidate(
            frame, header: header, direction: direction, suite: suite, ring: ring, appendingTo: &plaintext)
        guard isClosed else { return (status, source) }
        switch status {
        // The keys of the handshake showed that the signature is its sender's.
        case .unchecked: status = .verified
        case .verified, .unauthenticated: break
        case .none, .noKey, .closed, .failed, .finishedFailed, .truncated: (status, source) = (.closed, nil)
        }
        return (status, source)
    }

    /// Opens a frame by a Fernet key that may be the session's: the one that opened a record last, or another.
    private func unsealByCandidate(
        _ frame: RawSpan, header: FrameHeader, direction: Direction, suite: CipherSuite, ring: KeyRing,
        appendingTo plaintext: inout [UInt8]
    ) -> (status: Observation.Status, source: KeySource?) {
        let start = plaintext.count
        guard ring.hasFernetKeys else { return (.noKey, nil) }
        var failure: Observation.Status?
        if let known = candidate[direction] {
            let status = Self.attempt(known.protection, frame, header: header, appendingTo: &plaintext)
            guard case .failed = status else { return (status, known.source) }
            failure = status
        }
        let key = suite.observer.token(inRecord: frame).flatMap { ring.key(of: frame.extracting($0)) }
        // A key that does not fit tells what is wrong with the record.
        guard let tried = key ?? (failure == nil ? ring.anyFernetKey : nil),
            let protection = suite.observer.protection(byCandidate: tried.cipher)
        else { return (failure ?? .noKey, nil) }
        candidate[direction] = (protection, KeySource(.presharedKey, tried.place))
        let status = Self.attempt(protection, frame, header: header, appendingTo: &plaintext)
        return (status, plaintext.count == start ? nil : candidate[direction]?.source)
    }

    private static func attempt(
        _ protection: RecordProtection, _ frame: RawSpan, header: FrameHeader, appendingTo plaintext: inout [UInt8]
    ) -> Observation.Status {
        do throws(RecordFailure) {
            switch try protection.unseal(frame, header: header, appendingTo: &plaintext) {
            case .verified: return .verified
            case .unchecked: return .unchecked
            case .unauthenticated: return .unauthenticated
            case .closed: return .closed
            }
        } catch {
            return .failed(error)
        }
    }

    /// Returns the protection under keys that handshake or key log tie to the session.
    private func binding(_ suite: CipherSuite, _ ring: KeyRing, direction: Direction, epoch: UInt32) -> Opener? {
        // In a suite that cannot rekey there is one epoch, whatever a header claims. PROTOCOL.md §5.
        let epoch = suite.canRekey ? epoch : 1
        let logged = ring.loggedCount
        var state = State(keys: ring.version, handshake: handshake.revision)
        if let known = bound[direction], known.epoch == epoch, known.logged == logged {
            state.lines = known.state.lines
        } else {
            state.lines = ring.loggedCount(sessionID: handshake.sessionID, direction, epoch: epoch)
        }
        if let known = bound[direction], known.epoch == epoch, known.state == state {
            bound[direction]?.logged = logged
            return known.opener
        }
        let opener = bind(suite, ring, direction: direction, epoch: epoch)
        bound[direction] = (epoch, state, logged, opener)
        return opener
    }

    private func bind(_ suite: CipherSuite, _ ring: KeyRing, direction: Direction, epoch: UInt32) -> Opener? {
        var keys = RecordKeys()
        var source: KeySource?
        if let secret = epochSecret(suite, ring, direction: direction, epoch: epoch) {
            keys = suite.observer.recordKeys(secret)
            source = self.source(suite, ring, opening: direction)
            source =
                source ?? ring.candidate(secret.secret).map { KeySource(.presharedKey, $0.place) }
                ?? KeySource(.bruteForce)
        } else if let logged = ring.loggedKeys(
            sessionID: handshake.sessionID, clientRandom: handshake.clientHello?.random, direction, epoch: epoch)
        {
            (keys, source) = logged
        } else {
            source = self.source(suite, ring, opening: direction)
        }
        let protection = suite.observer.protection(
            keys, direction: direction, secret: try? secret(suite, ring), handshake: handshake, ring: ring)
        return protection.map { ($0, source) }
    }

    /// Returns the source of the private key that opens `direction`'s records; `nil` if the ring does not have it.
    private func source(_ suite: CipherSuite, _ ring: KeyRing, opening direction: Direction) -> KeySource? {
        guard let flight = suite.observer.keyFlight(opening: direction),
            let payload = handshake.payload(flight: flight),
            let shown = try? PublicKey(decoding: payload.rawSpan)
        else { return nil }
        return ring.source(ofPublicKey: shown.key)
    }
}
