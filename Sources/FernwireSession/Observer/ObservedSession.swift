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
    private var nextSequence = Sides<UInt64?>(repeating: nil)
    /// Made when a key is needed: most of many sessions in a capture need none.
    private lazy var keys = ObservedKeys()
    private var judgements = HandshakeJudgements()
    /// The last epoch of which a record opened.
    private var openedEpochs = Sides<UInt32>(repeating: 0)

    init(number: UInt32) {
        self.number = number
    }

    var summary: SessionSummary {
        SessionSummary(id: facts.sessionID, suite: suite, keyID: facts.serverHello?.keyID ?? [])
    }

    func noteSequence(_ header: FrameHeader, _ direction: Direction) -> Observation.Notes {
        defer {
            if header.sequence >= nextSequence[direction] ?? 0 { nextSequence[direction] = header.sequence &+ 1 }
        }
        // A capture that starts in the middle is no gap.
        guard let expected = nextSequence[direction] else { return [] }
        return header.sequence == expected ? [] : header.sequence > expected ? .gap : .repeated
    }

    func observeHandshake(
        _ frame: [UInt8], _ header: FrameHeader, _ direction: Direction, _ registry: SuiteRegistry, _ ring: KeyRing,
        _ observation: inout Observation
    ) {
        facts.note(header, frame)
        if suite == nil || header.knownType == .serverHello, let chosen = facts.serverHello?.suite {
            suite = registry.suite(chosen)
        }
        guard let suite else { return }
        if ring.breaksToys, !wasBroken, facts.hasFlights(suite.flights) {
            observation.breaking = suite.breaking(facts)
            wasBroken = true
        }
        guard header.knownType == .keyWrap else { return }
        do throws(KeyMismatch) {
            _ = try keys.secret(suite, facts, ring)
        } catch {
            observation.notes.insert(error == .noPrivateKey ? .noPrivateKey : .unwrapFailed)
        }
    }

    /// Judges what a handshake frame proves: its signature, or the verify data of a finished.
    ///
    /// - Parameter content: the payload without its protection.
    func judge(
        _ header: FrameHeader, _ direction: Direction, _ content: RawSpan, _ ring: KeyRing,
        _ observation: inout Observation
    ) {
        guard let suite, !content.isEmpty else { return }
        let isFinished = header.knownType == .finished
        guard isFinished || header.knownType == .signature || header.knownType == .identity else { return }
        let judgement = judgements.judgement(header, content, ring, facts) {
            HandshakeJudgements.Judgement(
                isSigned: isFinished ? nil : isSigned(header, direction, Array(content), suite),
                status: isFinished ? keys.check(Array(content), finishing: direction, suite, facts, ring) : nil)
        }
        observation.isSigned = judgement.isSigned
        if isFinished { observation.status = judgement.status ?? .noKey }
    }

    /// Whether the signature in a handshake message is its sender's.
    private func isSigned(
        _ header: FrameHeader, _ direction: Direction, _ content: [UInt8], _ suite: any CipherSuite.Type
    ) -> Bool? {
        let flights = suite.flights.indices.filter { suite.flights[$0].sender == direction }
        // Its direction's hello comes before them.
        guard header.sequence > 0, header.sequence <= UInt64(flights.count) else { return nil }
        return suite.verify(flight: flights[Int(header.sequence) - 1], content, facts)
    }

    /// Concludes from a record, where the handshake was missed, which suite is spoken.
    func inferSuite(
        from payload: RawSpan, isProtected: Bool, _ registry: SuiteRegistry, _ ring: KeyRing
    ) {
        guard suite == nil, facts.serverHello == nil else { return }
        if let name = ring.loggedSuite(sessionID: facts.sessionID) {
            suite = registry.suite(named: name)
        } else if !payload.isEmpty {
            suite = registry.suites.first { $0.setsProtectedFlag == isProtected && $0.mayBe(payload: payload) }
        }
    }

    func unseal(
        _ frame: RawSpan, _ direction: Direction, epoch: UInt32, _ ring: KeyRing, into plaintext: inout [UInt8]
    ) -> (status: Observation.Status, source: KeySource?) {
        guard let suite else { return (.noKey, nil) }
        let opened = keys.unseal(frame, suite, facts, ring, direction, epoch: epoch, into: &plaintext)
        if opened.status == .verified || opened.status == .unauthenticated {
            openedEpochs[direction] = max(openedEpochs[direction], epoch)
        }
        return opened
    }

    /// Epochs of a direction whose keys are told, at most: a session has few.
    private static let epochLimit: UInt32 = 1000

    /// What a key log would hold of the session; nothing where the only secret is a pre-shared key.
    func keyLog(_ ring: KeyRing) -> [KeyLogEntry] {
        guard let suite else { return [] }
        let logged = ring.loggedEntries(sessionID: facts.sessionID, clientRandom: facts.clientHello?.random)
        guard logged.isEmpty else { return logged }
        guard let secret = try? keys.secret(suite, facts, ring), let schedule = facts.schedule else { return [] }
        return Direction.allCases.flatMap { direction in
            (0...min(openedEpochs[direction], Self.epochLimit)).dropFirst().flatMap { epoch in
                facts.keyLog(
                    suite, suite.recordKeys(secret, schedule, direction, epoch: epoch), direction, epoch: epoch)
            }
        }
    }
}
