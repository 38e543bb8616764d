// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import FernwireWire
import FuzzSupport

/// One side of a live session, whose peer begins honestly and misbehaves at the steps of the script.
struct EndpointTarget: Fuzzed {
    private let role: Direction

    init(_ role: Direction) {
        self.role = role
    }

    func take(_ input: [UInt8]) {
        let script = Script(input)
        var meeting = Meeting(role, Samples.suite(script.suite), options: script.options)
        for step in script.steps { meeting.take(step) }
        meeting.end()
    }
}

/// The tested side and its peer.
private struct Meeting: ~Copyable {
    private var tested: Session
    private var peer: Session
    private let suite: CipherSuite
    private let peerDirection: Direction
    private var sealing = Sealing()
    /// What the honest peer has sent and nobody has delivered.
    private var waiting: [[UInt8]] = []
    private var sessionID: UInt64 = 0
    private var sequence: UInt64 = 0

    init(_ role: Direction, _ suite: CipherSuite, options: UInt8) {
        self.suite = suite
        peerDirection = role == .fromClient ? .fromServer : .fromClient
        var configuration = Samples.configuration(role, suite)
        configuration.streamsFiles = options & 1 != 0
        if options & 2 != 0 { configuration.suites = Samples.suites }
        if options & 4 != 0 { configuration.rekeyInterval = 2 }
        if options & 8 != 0 { configuration.credentials.peers = .identified }
        tested = Session(configuration)
        peer = Session(Samples.configuration(peerDirection, suite))
        pass()
    }

    mutating func take(_ step: Step) {
        switch step.kind {
        case .bytes: deliver(step.content)
        case .frame:
            guard step.content.count >= 2 else { return }
            var header = header(.record)
            (header.type, header.flags) = (step.content[0], step.content[1])
            header.length = UInt32(step.content.count - 2)
            deliver(header.encoded() + step.content.dropFirst(2))
        case .record:
            if let record = sealing.record(step.content, header(.record)) { deliver(record) }
        case .changed: if let frame = next() { deliver(FrameChange.flipped(frame, by: step.content)) }
        case .resized: if let frame = next() { deliver(FrameChange.resized(frame, by: step.content)) }
        case .repeated:
            if let frame = next() {
                deliver(frame)
                deliver(frame)
            }
        case .honest:
            Self.speak(&peer, step)
            pass()
            for _ in 0...step.options { if let frame = next() { deliver(frame) } }
        case .command:
            Self.speak(&tested, step)
            pass()
        }
    }

    mutating func end() {
        tested.connectionEnded()
        _ = tested.takeEvents()
        precondition(tested.isOver, "the session goes on without a connection")
    }

    private static func speak(_ session: inout Session, _ step: Step) {
        guard session.isEstablished, let first = step.content.first else { return }
        let rest = Array(step.content.dropFirst())
        switch first & 7 {
        case 0: _ = try? session.send(.text, rest)
        case 1: try? session.rekey()
        case 2: _ = try? session.sendFile(named: Array("a.txt".utf8), mediaType: rest, rest)
        case 3: try? session.end()
        case 4: session.abort(.internalError)
        default: _ = try? session.send(.json, rest, replyTo: UInt64(first >> 3))
        }
    }

    private mutating func next() -> [UInt8]? { waiting.isEmpty ? nil : waiting.removeFirst() }

    private mutating func deliver(_ bytes: [UInt8]) {
        sequence += UInt64(FrameHeader.wholeFrames(in: bytes).count)
        tested.receive(bytes.rawSpan)
        pass()
    }

    /// Hands what the tested side sends to its peer, and collects what that answers.
    private mutating func pass() {
        while tested.hasOutput || peer.hasOutput {
            _ = tested.takeEvents()
            let sent = tested.takeOutgoing()
            if sessionID == 0, sent.count >= Wire.headerLength {
                sessionID = FrameHeader(decoding: sent.rawSpan).sessionID
            }
            sealing.take(peer.takeEvents(), of: peerDirection, suite)
            waiting += FrameHeader.wholeFrames(in: peer.takeOutgoing())
            peer.receive(sent.rawSpan)
        }
    }

    private func header(_ type: MessageType) -> FrameHeader {
        FrameHeader(
            type, from: peerDirection, isProtected: suite.setsProtectedFlag, epoch: 1, sessionID: sessionID,
            sequence: sequence, length: 0)
    }
}
