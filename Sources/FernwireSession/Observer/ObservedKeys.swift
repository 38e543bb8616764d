// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

/// What the keys at hand give for one session, computed when it is asked for and kept: success for good, failure until the
/// keys or the handshake say more than they did.
final class ObservedKeys {
    typealias Opener = (protection: RecordProtection, source: KeySource?)

    /// What the outcome of a computation depends on.
    private struct State: Equatable {
        var keys: UInt64
        var facts: Int
        /// Lines of key logs about a direction and epoch.
        var lines = 0
    }

    private var secret: Result<SecretBytes, KeyMismatch>?
    private var secretState: State?
    /// By keys that are known to be the session's, for the epoch asked for last.
    private var bound: Sides<(epoch: UInt32, state: State, opener: Opener?)?> = Sides(repeating: nil)
    /// By the Fernet key that opened a record last without being known to be the session's.
    private var loose: Sides<Opener?> = Sides(repeating: nil)

    /// The session's secret; `nil` when handshake or keys do not suffice.
    func secret(
        _ suite: any CipherSuite.Type, _ facts: SessionFacts, _ ring: KeyRing
    ) throws(KeyMismatch) -> SecretBytes? {
        let state = State(keys: ring.version, facts: facts.revision)
        switch secret {
        case .success(let found): return found
        // The one key that can open it did not.
        case .failure(.unwrapFailed): throw .unwrapFailed
        case let other:
            if secretState == state { return try other?.get() }
        }
        secretState = state
        do throws(KeyMismatch) {
            let found = try suite.sessionSecret(facts, ring)
            secret = found.map { .success($0) }
            return found
        } catch {
            secret = .failure(error)
            throw error
        }
    }

    /// Whether a finished message is what the keys give.
    func check(
        _ data: [UInt8], finishing direction: Direction, _ suite: any CipherSuite.Type, _ facts: SessionFacts,
        _ ring: KeyRing
    ) -> Observation.Status {
        guard let hash = facts.transcriptHash(before: direction, suite.flights) else { return .noKey }
        if let isGenuine = suite.verifyOpenly(data, direction, facts, transcriptHash: hash) {
            return isGenuine ? .verified : .finishedFailed
        }
        let found: SecretBytes?
        do { found = try secret(suite, facts, ring) } catch {
            return error == .noPresharedKey ? .finishedFailed : .noKey
        }
        guard let found, let schedule = facts.schedule else { return .noKey }
        let isGenuine = schedule.verifyData(found, direction, transcriptHash: hash) == data
        return isGenuine ? .verified : .finishedFailed
    }

    func unseal(
        _ frame: RawSpan, _ suite: any CipherSuite.Type, _ facts: SessionFacts, _ ring: KeyRing,
        _ direction: Direction, epoch: UInt32, into plaintext: inout [UInt8]
    ) -> (status: Observation.Status, source: KeySource?) {
        var isClosed = false
        if let bound = binding(suite, facts, ring, direction, epoch: epoch) {
            let status = attempt(bound.protection, frame, into: &plaintext)
            guard status == .closed else { return (status, plaintext.isEmpty ? nil : bound.source) }
            isClosed = true
        }
        var (status, source) = unsealLoosely(frame, suite, ring, direction, into: &plaintext)
        guard isClosed else { return (status, source) }
        switch status {
        // The signature is its sender's, as the keys of the handshake showed.
        case .unchecked: status = .verified
        case .verified, .unauthenticated: break
        default: (status, source) = (.closed, nil)
        }
        return (status, source)
    }

    /// By a Fernet key that may be the session's: the one that opened a record last, or another.
    private func unsealLoosely(
        _ frame: RawSpan, _ suite: any CipherSuite.Type, _ ring: KeyRing, _ direction: Direction,
        into plaintext: inout [UInt8]
    ) -> (status: Observation.Status, source: KeySource?) {
        guard ring.hasFernetKeys else { return (.noKey, nil) }
        var failure: Observation.Status?
        if let known = loose[direction] {
            let status = attempt(known.protection, frame, into: &plaintext)
            guard case .failed = status else { return (status, known.source) }
            failure = status
        }
        let key = suite.token(inRecord: frame).flatMap { ring.key(of: frame.extracting($0)) }
        // A key that does not fit tells what is wrong with the record.
        guard let tried = key ?? (failure == nil ? ring.anyFernetKey : nil),
            let protection = suite.looseProtection(tried.cipher)
        else { return (failure ?? .noKey, nil) }
        loose[direction] = (protection, KeySource(.presharedKey, tried.place))
        let status = attempt(protection, frame, into: &plaintext)
        return (status, plaintext.isEmpty ? nil : loose[direction]?.source)
    }

    private func attempt(
        _ protection: RecordProtection, _ frame: RawSpan, into plaintext: inout [UInt8]
    ) -> Observation.Status {
        do throws(RecordFailure) {
            switch try protection.unseal(frame, into: &plaintext) {
            case .verified: return .verified
            case .unchecked: return .unchecked
            case .unauthenticated: return .unauthenticated
            case .closed: return .closed
            }
        } catch {
            return .failed(error)
        }
    }

    /// What opens records by keys that handshake or key log tie to the session.
    private func binding(
        _ suite: any CipherSuite.Type, _ facts: SessionFacts, _ ring: KeyRing, _ direction: Direction, epoch: UInt32
    ) -> Opener? {
        // Where keys are never changed there is one epoch, whatever a header claims. PROTOCOL.md §5.
        let epoch = suite.canRekey ? epoch : 1
        let state = State(
            keys: ring.version, facts: facts.revision,
            lines: ring.loggedCount(sessionID: facts.sessionID, direction, epoch: epoch))
        if let known = bound[direction], known.epoch == epoch, known.state == state { return known.opener }
        let opener = bind(suite, facts, ring, direction, epoch: epoch)
        bound[direction] = (epoch, state, opener)
        return opener
    }

    private func bind(
        _ suite: any CipherSuite.Type, _ facts: SessionFacts, _ ring: KeyRing, _ direction: Direction, epoch: UInt32
    ) -> Opener? {
        var keys = RecordKeys()
        var source: KeySource?
        let secret = try? secret(suite, facts, ring)
        if let secret, let schedule = facts.schedule {
            keys = suite.recordKeys(secret, schedule, direction, epoch: epoch)
            source = self.source(suite, facts, ring, direction)
            source = source ?? ring.candidate(secret).map { KeySource(.presharedKey, $0.place) } ?? KeySource(.trying)
        } else if let logged = ring.loggedKeys(
            sessionID: facts.sessionID, clientRandom: facts.clientHello?.random, direction, epoch: epoch)
        {
            (keys, source) = logged
        } else {
            source = self.source(suite, facts, ring, direction)
        }
        return suite.protection(direction, keys, secret, facts, ring).map { ($0, source) }
    }

    /// The private key that `direction`'s records open to, if it is there.
    private func source(
        _ suite: any CipherSuite.Type, _ facts: SessionFacts, _ ring: KeyRing, _ direction: Direction
    ) -> KeySource? {
        guard let flight = suite.keyFlight(opening: direction),
            let payload = facts.payload(flight: flight, of: suite.flights),
            let shown = try? PublicKey(decoding: payload.rawSpan)
        else { return nil }
        return ring.source(ofPublicKey: shown.key)
    }
}
