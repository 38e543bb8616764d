// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

/// Follows the sessions of one connection from outside, with or without keys. Tolerant: frames may be missing, cut, or
/// come in another order than they were sent.
public final class Observer {
    private let registry: SuiteRegistry
    private var sessions: [ObservedSession] = []
    /// Of the sessions that are no longer told apart, which are the first, by their number.
    private var summaries: [SessionSummary] = []
    /// Seconds after which a Fernet token counts as expired; 0 for never.
    public var timeToLive: UInt64 = 0
    /// Whether what a record protects is forgotten with the next frame: for whoever goes over the capture once.
    public var forgets = false
    /// What all records observed so far protect, end to end.
    private var plaintexts: [UInt8] = []

    /// Sessions of one connection that are told apart: a capture may claim any number.
    static let sessionLimit = 64

    public init(registry: SuiteRegistry = .standard) {
        self.registry = registry
    }

    /// Takes in the next frame of the capture.
    ///
    /// - Parameter frame: what was captured of it: at least its header, at most all of it.
    /// - Parameter header: the header at the start of `frame`, decoded.
    /// - Parameter time: seconds since 1970 at which it was captured; 0 if that is not known.
    public func observe(_ frame: RawSpan, header: FrameHeader, keys: KeyRing, time: UInt64 = 0) -> Observation {
        if forgets { plaintexts.removeAll(keepingCapacity: true) }
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
                let content = Array(plaintexts[observation.plaintext])
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

    /// What is known by now of a session.
    public func summary(_ session: UInt32) -> SessionSummary {
        if Int(session) < summaries.count { return summaries[Int(session)] }
        let place = Int(session) - summaries.count
        return place < sessions.count ? sessions[place].summary : SessionSummary(id: 0, suite: nil, keyID: [])
    }

    /// What the record of `observation` protects, the suite's prefix included: a part of the memory of the observer, without a
    /// copy. Whoever keeps it while the next frame is observed makes that copy all of this memory.
    public func plaintext(of observation: Observation) -> ArraySlice<UInt8> { plaintexts[observation.plaintext] }

    /// What a key log would hold of the connection's sessions, as far as their keys are known.
    ///
    /// - Parameter keys: those at hand.
    public func keyLog(_ keys: KeyRing) -> [KeyLogEntry] { sessions.flatMap { $0.keyLog(keys) } }

    private func open(
        _ frame: RawSpan, header: FrameHeader, direction: Direction, session: ObservedSession, keys: KeyRing,
        into observation: inout Observation
    ) {
        let start = plaintexts.count
        (observation.status, observation.keySource) = session.unseal(
            frame, header: header, direction: direction, ring: keys, appendingTo: &plaintexts)
        if observation.status == .noKey, !keys.isEmpty { observation.notes.insert(.noFittingKey) }
        observation.plaintext = start..<plaintexts.count
    }

    /// The session that a frame belongs to. Before the server chose its id, a session is the connection's newest.
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
