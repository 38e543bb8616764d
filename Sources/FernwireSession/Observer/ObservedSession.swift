// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

/// One session as an observer knows it.
final class ObservedSession {
    /// Which session of its connection it is, from 0.
    let number: UInt32
    var facts = SessionFacts()
    /// Whether none of its frames was observed yet.
    var isNew = true
    private(set) var suite: (any CipherSuite.Type)? {
        didSet { initialValue = InitialValue(suite?.payloadLayout) }
    }
    /// Where a record's IV lies.
    private(set) var initialValue = InitialValue.none
    private var wasBroken = false
    var memory = RecordMemory()
    var hasRecords = false
    private var nextSequence: [UInt64?] = [nil, nil]
    private var keys = ObservedKeys(KeyRing(), generation: -1)
    /// By direction: the last epoch of which a record opened.
    private var openedEpochs: [UInt32] = [0, 0]

    init(number: UInt32) {
        self.number = number
    }

    var summary: SessionSummary {
        SessionSummary(id: facts.sessionID, suite: suite, keyID: facts.serverHello?.keyID ?? [])
    }

    /// Takes the keys that are at hand now; what older ones gave is forgotten if they changed.
    func use(_ ring: KeyRing, generation: Int) {
        if keys.generation != generation { keys = ObservedKeys(ring, generation: generation) }
    }

    func noteSequence(_ header: FrameHeader, _ direction: Direction) -> Observation.Notes {
        let side = Int(direction.rawValue)
        defer {
            if header.sequence >= nextSequence[side] ?? 0 { nextSequence[side] = header.sequence &+ 1 }
        }
        // A capture that starts in the middle is no gap.
        guard let expected = nextSequence[side] else { return [] }
        return header.sequence == expected ? [] : header.sequence > expected ? .gap : .repeated
    }

    func observeHandshake(
        _ frame: [UInt8], _ header: FrameHeader, _ direction: Direction, _ registry: SuiteRegistry,
        _ observation: inout Observation
    ) {
        facts.note(header, frame)
        if suite == nil || header.knownType == .serverHello, let chosen = facts.serverHello?.suite {
            suite = registry.suite(chosen)
        }
        guard let suite else { return }
        if keys.ring.breaksToys, !wasBroken, facts.hasFlights(suite.flights) {
            observation.breaking = suite.breaking(facts)
            wasBroken = true
        }
        switch header.knownType {
        case .keyWrap:
            do throws(KeyMismatch) {
                _ = try keys.secret(suite, facts)
            } catch {
                observation.notes.insert(error == .noPrivateKey ? .noPrivateKey : .unwrapFailed)
            }
        case .finished:
            observation.status = keys.check(
                Array(frame[Wire.headerLength...]), finishing: direction, suite, facts)
        default: break
        }
    }

    /// Whether the signature in a handshake message is its sender's.
    ///
    /// - Parameter content: the payload without its protection.
    func verifySignature(_ header: FrameHeader, _ direction: Direction, _ content: [UInt8]) -> Bool? {
        guard let suite else { return nil }
        let flights = suite.flights.indices.filter { suite.flights[$0].sender == direction }
        // Its direction's hello comes before them.
        guard header.sequence > 0, header.sequence <= UInt64(flights.count) else { return nil }
        return suite.verify(flight: flights[Int(header.sequence) - 1], content, facts)
    }

    /// Concludes from a record, where the handshake was missed, which suite is spoken.
    func inferSuite(from payload: RawSpan, isProtected: Bool, _ registry: SuiteRegistry) {
        guard suite == nil, facts.serverHello == nil else { return }
        if let name = keys.ring.loggedSuite(sessionID: facts.sessionID) {
            suite = registry.suite(named: name)
        } else {
            suite = registry.suites.first { $0.setsProtectedFlag == isProtected && $0.mayBe(payload: payload) }
        }
    }

    func unseal(
        _ frame: RawSpan, _ direction: Direction, epoch: UInt32, into plaintext: inout [UInt8]
    ) -> (status: Observation.Status, source: KeySource?) {
        guard let suite else { return (.noKey, nil) }
        let opened = keys.unseal(frame, suite, facts, direction, epoch: epoch, into: &plaintext)
        if opened.status == .verified || opened.status == .unauthenticated {
            openedEpochs[Int(direction.rawValue)] = max(openedEpochs[Int(direction.rawValue)], epoch)
        }
        return opened
    }

    /// Epochs of a direction whose keys are told, at most: a session has few.
    private static let epochLimit: UInt32 = 1000

    /// What a key log would hold of the session; nothing where the only secret is a pre-shared key.
    func keyLog() -> [KeyLogEntry] {
        guard let suite else { return [] }
        let logged = keys.ring.loggedEntries(sessionID: facts.sessionID, clientRandom: facts.clientHello?.random)
        guard logged.isEmpty else { return logged }
        guard let secret = try? keys.secret(suite, facts), let schedule = facts.schedule else { return [] }
        return Direction.allCases.flatMap { direction in
            (0...min(openedEpochs[Int(direction.rawValue)], Self.epochLimit)).dropFirst().flatMap { epoch in
                facts.keyLog(
                    suite, suite.recordKeys(secret, schedule, direction, epoch: epoch), direction, epoch: epoch)
            }
        }
    }
}
