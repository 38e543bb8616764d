// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

/// The state of one session as an observer knows it.
final class ObservedSession {
    /// The number of the session among those of its connection, from 0.
    let number: UInt32
    let handshake: ObservedHandshake
    /// Whether none of its frames was observed yet.
    var isNew = true
    private(set) var suite: CipherSuite? {
        didSet { handshake.flights = suite?.flights ?? [] }
    }
    /// The result of a brute force; `nil` before it was tried, and in suites that withstand it.
    private(set) var bruteForce: BruteForce?
    private var triedBruteForce = false
    var memory = RecordMemory()
    var hasRecords = false
    private var nextSequence = Sides<UInt64?>(repeating: nil)
    /// The keys are made when one is needed: most of many sessions in a capture need none.
    private lazy var keys = ObservedKeys(handshake)
    private var judgements = HandshakeJudgements()
    /// The last epoch of each direction of which a record opened.
    private var openedEpochs = Sides<UInt32>(repeating: 0)

    init(number: UInt32, sessionID: UInt64) {
        self.number = number
        handshake = ObservedHandshake(sessionID: sessionID)
    }

    var summary: SessionSummary {
        SessionSummary(
            id: handshake.sessionID, suite: suite, keyID: handshake.serverHello?.keyID ?? [], bruteForce: bruteForce)
    }

    /// Whether all of the handshake was seen that keys follow from.
    var hasHandshake: Bool {
        handshake.clientHello != nil && handshake.serverHello != nil && handshake.hasAllFlights
            && handshake.finished(.fromClient) != nil
    }

    /// Whether a key gives the session's secret.
    func hasSecret(_ ring: KeyRing) -> Bool {
        guard let suite, let secret = try? keys.secret(suite, ring) else { return false }
        return secret.count > 0
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
        _ frame: [UInt8], header: FrameHeader, registry: SuiteRegistry, ring: KeyRing,
        into observation: inout Observation
    ) {
        handshake.note(header, frame)
        if suite == nil || header.knownType == .serverHello, let chosen = handshake.serverHello?.suite {
            suite = registry.suite(chosen)
        }
        guard let suite else { return }
        if ring.allowsBruteForce, !triedBruteForce, handshake.hasAllFlights {
            bruteForce = suite.observer.bruteForce(handshake)
            observation.completesBruteForce = bruteForce != nil
            triedBruteForce = true
        }
        guard header.knownType == .keyWrap else { return }
        do throws(KeyMismatch) {
            _ = try keys.secret(suite, ring)
        } catch {
            observation.notes.insert(error == .noPrivateKey ? .noPrivateKey : .unwrapFailed)
        }
    }

    /// Judges the proof in a handshake frame: its signature, or the verify data of a finished.
    ///
    /// - Parameter content: the payload without its protection.
    func judge(
        _ content: RawSpan, header: FrameHeader, direction: Direction, ring: KeyRing,
        into observation: inout Observation
    ) {
        guard let suite, !content.isEmpty else { return }
        let isFinished = header.knownType == .finished
        guard isFinished || header.knownType == .signature || header.knownType == .identity else { return }
        let judgement = judgements.judgement(header, content, ring: ring, handshake: handshake) {
            HandshakeJudgements.Judgement(
                isSigned: isFinished
                    ? nil : isSigned(Array(content), header: header, direction: direction, suite: suite),
                status: isFinished
                    ? keys.check(Array(content), finishing: direction, suite: suite, ring: ring) : nil)
        }
        observation.isSigned = judgement.isSigned
        if isFinished { observation.status = judgement.status ?? .noKey }
    }

    /// Returns whether the signature in a handshake message is its sender's; `nil` when that cannot be told.
    private func isSigned(
        _ content: [UInt8], header: FrameHeader, direction: Direction, suite: CipherSuite
    ) -> Bool? {
        let flights = suite.flights.indices.filter { suite.flights[$0].sender == direction }
        // The direction's hello comes before its flights.
        guard header.sequence > 0, header.sequence <= UInt64(flights.count) else { return nil }
        return suite.observer.verify(flight: flights[Int(header.sequence) - 1], content: content, in: handshake)
    }

    /// Concludes from a record which suite is spoken, where the handshake was missed.
    func inferSuite(from payload: RawSpan, isProtected: Bool, registry: SuiteRegistry, ring: KeyRing) {
        guard suite == nil, handshake.serverHello == nil else { return }
        if let name = ring.loggedSuite(sessionID: handshake.sessionID) {
            suite = registry.suite(named: name)
        } else if !payload.isEmpty {
            suite = registry.suites.first {
                $0.setsProtectedFlag == isProtected && $0.observer.mayBe(payload: payload)
            }
        }
    }

    func unseal(
        _ frame: RawSpan, header: FrameHeader, direction: Direction, ring: KeyRing, appendingTo plaintext: inout [UInt8]
    ) -> (status: Observation.Status, source: KeySource?) {
        guard let suite else { return (.noKey, nil) }
        let opened = keys.unseal(
            frame, header: header, direction: direction, suite: suite, ring: ring, appendingTo: &plaintext)
        if opened.status == .verified || opened.status == .unauthenticated {
            openedEpochs[direction] = max(openedEpochs[direction], header.epoch)
        }
        return opened
    }

    /// The most epochs of a direction whose keys are told: a session has few.
    private static let epochLimit: UInt32 = 1000

    /// Returns the key-log entries of the session; none where the only secret is a pre-shared key that records use
    /// itself.
    func keyLog(_ ring: KeyRing) -> [KeyLogEntry] {
        guard let suite else { return [] }
        let logged = ring.loggedEntries(
            sessionID: handshake.sessionID, clientRandom: handshake.clientHello?.random)
        guard logged.isEmpty else { return logged }
        return Direction.allCases.flatMap { direction in
            (0...min(openedEpochs[direction], Self.epochLimit)).dropFirst().flatMap { epoch in
                keys.keyLog(suite, ring, direction: direction, epoch: epoch) ?? []
            }
        }
    }
}
