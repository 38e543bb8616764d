// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
public import FernwireScenario
public import FernwireSeed
public import FernwireSession
import FernwireWire

/// Runs the real client and the real server against each other in memory, and lays what they send into a TCP connection.
public final class SessionRecorder {
    /// Where a session's traces go, in the order in which they come about.
    public struct Output {
        /// A key log's lines, before the packets that need them.
        public var secrets: ([UInt8]) -> Void
        public var packet: (TCPConnection.Packet, _ comment: String?) -> Void

        public init(
            secrets: @escaping ([UInt8]) -> Void, packet: @escaping (TCPConnection.Packet, String?) -> Void
        ) {
            self.secrets = secrets
            self.packet = packet
        }
    }

    /// Why a session came to nothing.
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    private let random: SeededRandom
    private let suite: any CipherSuite.Type
    private var steps = 0
    /// Whether the next operations may draw anything.
    private var draws = true
    /// Steps that share what one refill gives: each draws at most a batch of IVs.
    private static let stepsPerRefill = 4
    private let clock: VirtualClock
    private let output: Output
    private var connection: TCPConnection
    private var client: Session
    private var server: Session
    private var failure: SessionFailure?
    /// For the next packet.
    private var comment: String?
    /// For the next bytes.
    private var fault: Fault?
    /// Whether a fault ended the session before its time.
    public private(set) var isBroken = false
    /// What both sides log alike, and which of it was handed on.
    private var logged: Set<KeyName> = []

    private struct KeyName: Hashable {
        let label: KeyLabel
        let direction: Direction
        let epoch: UInt32
    }

    /// Connects, and shakes hands.
    public init(
        suite: any CipherSuite.Type, client: Credentials, server: Credentials, over connection: TCPConnection,
        random: SeededRandom, output: Output
    ) throws(Failure) {
        let clock = VirtualClock(connection.time)
        func configuration(_ role: Direction, _ credentials: Credentials) -> SessionConfiguration {
            SessionConfiguration(role: role, suites: [suite], credentials: credentials) { clock.seconds }
        }
        self.random = random
        self.suite = suite
        self.clock = clock
        self.output = output
        self.connection = connection
        self.client = random.use { Session(configuration(.fromClient, client)) }
        self.server = Session(configuration(.fromServer, server))
        try carry()
    }

    /// Of the last packet, in nanoseconds since 1970.
    public var time: UInt64 { connection.time }

    /// Does what a scenario's step says.
    public func take(_ step: Scenario.Step) throws(Failure) {
        guard !isBroken else { return }
        connection.wait(UInt64(max(step.pause, 0) * 1e9))
        fault = step.fault
        clock.set(connection.time)
        comment = step.comment
        // Signatures and rekeys draw each time; records of other suites an IV, many of which come at a time.
        draws = steps % Self.stepsPerRefill == 0 || suite.identityKind(of: .fromServer) == .rsa || step.action == .rekey
        steps += 1
        do {
            try random.use(refilling: draws) {
                if step.from == .fromClient {
                    try Self.perform(step.action, &client)
                } else {
                    try Self.perform(step.action, &server)
                }
            }
        } catch {
            throw Failure(description: "the \(step.from.sender) cannot do so: \(error)")
        }
        try carry()
    }

    /// Both sides end the session and hang up.
    public func end() throws(Failure) {
        if isBroken {
            if !connection.isReset { connection.close() }
            return flush()
        }
        draws = true
        connection.wait(150_000_000)
        clock.set(connection.time)
        random.use { try? client.end() }
        try carry()
        random.use { try? server.end() }
        try carry()
        connection.close()
        flush()
    }

    private static func perform(_ action: Scenario.Action, _ session: inout Session) throws(Session.SendError) {
        switch action {
        case .text(let text): try session.send(.text, Array(text.utf8))
        case .json(let text): try session.send(.json, Array(text.utf8))
        case .file(let name, let mediaType, let data):
            try session.sendFile(named: Array(name.utf8), mediaType: Array(mediaType.utf8), data)
        case .rekey: try session.rekey()
        }
    }

    /// Carries bytes to and fro until there are none.
    private func carry() throws(Failure) {
        while true {
            var toServer = client.takeOutgoing()
            note(client.takeEvents())
            send(.fromClient, &toServer)
            random.use(refilling: draws) { server.receive(toServer.rawSpan) }
            var toClient = server.takeOutgoing()
            note(server.takeEvents())
            send(.fromServer, &toClient)
            random.use(refilling: draws) { client.receive(toClient.rawSpan) }
            note(client.takeEvents())
            if toServer.isEmpty, toClient.isEmpty { break }
        }
        if let failure, !isBroken { throw Failure(description: "the session failed: \(failure)") }
    }

    private func send(_ direction: Direction, _ bytes: inout [UInt8]) {
        guard !bytes.isEmpty, !connection.isReset else { return }
        switch fault {
        case .flippedBit:
            bytes[bytes.count - 1] ^= 1
            connection.send(direction, bytes)
            isBroken = true
        case .replayedRecord:
            connection.send(direction, bytes)
            connection.send(direction, bytes)
            bytes += bytes
            isBroken = true
        case .retransmission:
            connection.send(direction, bytes)
            connection.retransmit(direction, bytes)
        case .lostSegment: connection.send(direction, bytes, isCaptured: false)
        case .oddSplits: connection.send(direction, bytes, segment: 7)
        case .reset:
            connection.send(direction, bytes)
            connection.reset(by: direction)
            isBroken = true
        case nil: connection.send(direction, bytes)
        }
        fault = nil
        clock.set(connection.time)
        flush()
    }

    private func flush() {
        for packet in connection.take() {
            output.packet(packet, comment)
            comment = nil
        }
    }

    private func note(_ events: [SessionEvent]) {
        for event in events {
            switch event {
            case .keys(let entries):
                let new = entries.filter {
                    logged.insert(KeyName(label: $0.label, direction: $0.direction, epoch: $0.epoch)).inserted
                }
                if !new.isEmpty { output.secrets(new.flatMap { $0.line() }) }
            case .failed(let reason): failure = failure ?? reason
            default: break
            }
        }
    }
}
