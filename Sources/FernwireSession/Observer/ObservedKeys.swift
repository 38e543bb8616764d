// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

/// What one set of keys gives for one session, computed when it is asked for and kept.
struct ObservedKeys {
    let ring: KeyRing
    let generation: Int
    private var secret: Result<SecretBytes, KeyMismatch>?
    /// By direction: the keys that are known to be the session's, for the epoch asked for last.
    private var bound: [(epoch: UInt32, protection: RecordProtection, source: KeySource?)?] = [nil, nil]
    /// By direction: keys that may be the session's; the one that opened a record last comes first.
    private var loose: [[(protection: RecordProtection, source: KeySource?)]?] = [nil, nil]

    init(_ ring: KeyRing, generation: Int) {
        self.ring = ring
        self.generation = generation
    }

    /// The session's secret; `nil` when handshake or keys do not suffice.
    mutating func secret(
        _ suite: any CipherSuite.Type, _ facts: SessionFacts
    ) throws(KeyMismatch) -> SecretBytes? {
        if let secret { return try secret.get() }
        do throws(KeyMismatch) {
            let found = try suite.sessionSecret(facts, ring)
            if let found { secret = .success(found) }
            return found
        } catch {
            secret = .failure(error)
            throw error
        }
    }

    /// Whether a finished message is what the keys give.
    mutating func check(
        _ data: [UInt8], finishing direction: Direction, _ suite: any CipherSuite.Type, _ facts: SessionFacts
    ) -> Observation.Status {
        if let hash = facts.transcriptHash(before: direction, suite.flights),
            let isGenuine = suite.verifyOpenly(data, direction, facts, transcriptHash: hash)
        {
            return isGenuine ? .verified : .finishedFailed
        }
        let found: SecretBytes?
        do { found = try secret(suite, facts) } catch {
            return error == .noPresharedKey ? .finishedFailed : .noKey
        }
        guard let found, let schedule = facts.schedule,
            let hash = facts.transcriptHash(before: direction, suite.flights)
        else { return .noKey }
        let isGenuine = schedule.verifyData(found, direction, transcriptHash: hash) == data
        return isGenuine ? .verified : .finishedFailed
    }

    mutating func unseal(
        _ frame: RawSpan, _ suite: any CipherSuite.Type, _ facts: SessionFacts, _ direction: Direction,
        epoch: UInt32, into plaintext: inout [UInt8]
    ) -> (status: Observation.Status, source: KeySource?) {
        var verdict: Observation.Status?
        if let (_, protection, source) = binding(suite, facts, direction, epoch: epoch) {
            let status = attempt(protection, frame, into: &plaintext)
            guard status == .closed else { return (status, plaintext.isEmpty ? nil : source) }
            verdict = status
        }
        let side = Int(direction.rawValue)
        let candidates = loose[side] ?? looseProtections(suite, facts, direction)
        loose[side] = candidates
        for (index, candidate) in candidates.enumerated() {
            let status = attempt(candidate.protection, frame, into: &plaintext)
            if case .failed = status {
                verdict = verdict ?? status
                continue
            }
            loose[side]?.swapAt(0, index)
            return (status, plaintext.isEmpty ? nil : candidate.source)
        }
        return (verdict ?? .noKey, nil)
    }

    /// Protections by keys that may be the session's, with what the handshake adds to them.
    private func looseProtections(
        _ suite: any CipherSuite.Type, _ facts: SessionFacts, _ direction: Direction
    ) -> [(protection: RecordProtection, source: KeySource?)] {
        suite.looseKeys(ring).compactMap { keys in
            let protection = suite.protection(direction, keys, nil, facts, ring) ?? suite.protection(keys)
            return protection.map { ($0, keys[.fernetKey].flatMap { ring.source(of: $0) }) }
        }
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

    /// Protection by keys that handshake or key log tie to the session.
    private mutating func binding(
        _ suite: any CipherSuite.Type, _ facts: SessionFacts, _ direction: Direction, epoch: UInt32
    ) -> (epoch: UInt32, protection: RecordProtection, source: KeySource?)? {
        let side = Int(direction.rawValue)
        if let known = bound[side], known.epoch == epoch { return known }
        var keys = RecordKeys()
        var source: KeySource?
        let secret = try? secret(suite, facts)
        if let secret, let schedule = facts.schedule {
            keys = suite.recordKeys(secret, schedule, direction, epoch: epoch)
            source = self.source(suite, facts, direction) ?? ring.source(of: secret) ?? KeySource(.trying)
        } else if let logged = ring.loggedKeys(
            sessionID: facts.sessionID, clientRandom: facts.clientHello?.random, direction, epoch: epoch)
        {
            (keys, source) = logged
        } else {
            source = self.source(suite, facts, direction)
        }
        guard let protection = suite.protection(direction, keys, secret, facts, ring) else { return nil }
        bound[side] = (epoch, protection, source)
        return bound[side]
    }

    /// The private key that `direction`'s records open to, if it is there.
    private func source(_ suite: any CipherSuite.Type, _ facts: SessionFacts, _ direction: Direction) -> KeySource? {
        guard let flight = suite.keyFlight(opening: direction),
            let payload = facts.payload(flight: flight, of: suite.flights),
            let shown = try? PublicKey(decoding: payload.rawSpan)
        else { return nil }
        return ring.source(ofPublicKey: shown.key)
    }
}
