// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

/// Follows the sessions of one connection from outside, with or without keys. It is tolerant: frames may be missing,
/// cut, or come in another order than they were sent.
public final class Observer {
    private let registry: SuiteRegistry
    private var sessions: [ObservedSession] = []
    /// Summaries of the sessions that were dropped, the first ones of the connection, by their number.
    private var summaries: [SessionSummary] = []
    /// The seconds after which a Fernet token counts as expired; 0 for never.
    public var timeToLive: UInt64 = 0
    /// Whether the observer forgets what a record protects with the next frame, for a single pass over the capture.
    public var forgets = false
    /// The plaintexts of all records observed so far.
    private var plaintexts = PlaintextStore()

    /// The number of sessions of one connection that are told apart: a capture may claim any number.
    static let sessionLimit = 64

    /// Creates an observer of one connection, which knows the suites of `registry`.
    public init(registry: SuiteRegistry = .standard) {
        self.registry = registry
    }

    /// Takes in the next frame of the capture.
    ///
    /// - Parameters:
    ///   - frame: the captured bytes of the frame: at least its header, at most all of it.
    ///   - header: the header at the start of `frame`, decoded.
    ///   - keys: the keys at hand.
    ///   - time: the time of the capture in seconds since 1970; 0 if it is not known.
    public func observe(_ frame: RawSpan, header: FrameHeader, keys: KeyRing, time: UInt64 = 0) -> Observation {
        if forgets { plaintexts.forget() }
        let isWhole = frame.byteCount == Wire.headerLength + Int(header.length)
        guard let direction = header.knownDirection else { return Observation() }
        let isConnectionKnown = !sessions.isEmpty
        let session = session(of: header)
        var observation = Observation()
        observation.notes = session.noteSequence(header, direction)
        if session.isNew, isConnectionKnown, header.knownType != .clientHello {
            observation.notes.insert(.otherSession)
        }
        session.isNew = false
        switch header.knownType {
        case .record:
            observation.status = .truncated
            guard isWhole else { break }
            session.inferSuite(
                from: frame.extracting(Wire.headerLength..<frame.byteCount), isProtected: header.isProtected,
                registry: registry, ring: keys)
            open(frame, header: header, direction: direction, session: session, keys: keys, into: &observation)
            observation.weaknesses.formUnion(
                session.weaknesses(
                    frame, header: header, direction: direction, time: time, timeToLive: timeToLive))
        case let type? where type.isHandshake:
            observation.status = isWhole ? .none : .truncated
            guard isWhole else { break }
            session.observeHandshake(
                Array(frame), header: header, registry: registry, ring: keys, into: &observation)
            let payload = frame.extracting(Wire.headerLength..<frame.byteCount)
            if header.isProtected {
                open(frame, header: header, direction: direction, session: session, keys: keys, into: &observation)
                let content = Array(plaintext(of: observation))
                session.judge(
                    content.rawSpan, header: header, direction: direction, ring: keys, into: &observation)
            } else {
                session.judge(payload, header: header, direction: direction, ring: keys, into: &observation)
            }
            observation.weaknesses.formUnion(session.weaknesses(header, payload))
        default: break
        }
        observation.suite = session.suite
        observation.session = session.number
        return observation
    }

    /// Returns what is known by now of a session; an empty summary for a number that no session has.
    public func summary(_ session: UInt32) -> SessionSummary {
        if Int(session) < summaries.count { return summaries[Int(session)] }
        let place = Int(session) - summaries.count
        return place < sessions.count ? sessions[place].summary : SessionSummary(id: 0, keyID: [])
    }

    /// Returns a session that was not dropped yet.
    func session(numbered number: UInt32) -> ObservedSession? {
        let place = Int(number) - summaries.count
        return sessions.indices.contains(place) ? sessions[place] : nil
    }

    /// Returns what the record of `observation` protects, the suite's prefix included.
    ///
    /// The bytes stay where they are as long as the observer lives; of one that ``forgets``, until the next frame is
    /// observed.
    @_lifetime(borrow self)
    public func plaintext(of observation: Observation) -> RawSpan {
        // The store keeps its memory where it is.
        let bytes = unsafe RawSpan(_unsafeBytes: plaintexts.bytes(at: observation.plaintext))
        return unsafe _overrideLifetime(bytes, borrowing: self)
    }

    /// Returns the result of the brute force that the frame of `observation` completed; `nil` for any other frame.
    public func bruteForce(at observation: Observation) -> BruteForce? {
        observation.completesBruteForce ? summary(observation.session).bruteForce : nil
    }

    /// Returns the key-log entries of the connection's sessions, as far as their keys are known.
    ///
    /// - Parameter keys: the keys at hand.
    public func keyLog(_ keys: KeyRing) -> [KeyLogEntry] { sessions.flatMap { $0.keyLog(keys) } }

    private func open(
        _ frame: RawSpan, header: FrameHeader, direction: Direction, session: ObservedSession, keys: KeyRing,
        into observation: inout Observation
    ) {
        observation.plaintext = plaintexts.append(atMost: frame.byteCount + RecordProtection.slack) { target in
            (observation.status, observation.keySource) = session.unseal(
                frame, header: header, direction: direction, ring: keys, appendingTo: &target)
        }
        if observation.status == .noKey, !keys.isEmpty { observation.notes.insert(.noFittingKey) }
    }

    /// Returns the session that a frame belongs to. Before the server chose its id, a session is the connection's
    /// newest.
    private func session(of header: FrameHeader) -> ObservedSession {
        if header.knownType == .clientHello {
            if let last = sessions.last, last.handshake.clientHello == nil { return last }
            return begin(sessionID: 0)
        }
        if let known = sessions.last(where: { $0.handshake.sessionID == header.sessionID }) { return known }
        if let last = sessions.last, last.handshake.sessionID == 0 || header.sessionID == 0 {
            if last.handshake.sessionID == 0 { last.handshake.sessionID = header.sessionID }
            return last
        }
        return begin(sessionID: header.sessionID)
    }

    private func begin(sessionID: UInt64) -> ObservedSession {
        if sessions.count == Self.sessionLimit { summaries.append(sessions.removeFirst().summary) }
        let session = ObservedSession(
            number: UInt32(clamping: summaries.count + sessions.count), sessionID: sessionID)
        sessions.append(session)
        return session
    }
}
