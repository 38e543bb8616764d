// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireScenario
import FernwireSession
import FernwireWire

/// Runs the real client and the real server against each other in memory, and lays what they send into a TCP connection.
final class SessionRecorder: Recorder {
    private let parties: Parties
    private let random: RandomNumbers
    private let clock: VirtualClock
    private let narration: Narration
    private let interference: Interference
    private var carriage: Carriage
    private var client: Session
    private var server: Session
    /// What goes wrong: with the session, with the step under way, or with one before.
    private let fault: Fault?
    private var stepFault: Scenario.StepFault?
    private var hadFault: Bool
    private var failure: SessionFailure?
    /// What waits for its sender's next bytes.
    private var held: (direction: Direction, bytes: [UInt8])?
    /// The last message that each side received: what a reply of its answers. 0 for none.
    private var heard: [UInt64] = [0, 0]
    private var steps = 0
    /// Whether what receives may draw anything, and not only a record that answers.
    private var receiverDraws = true
    /// What the client said to the server, and the server to the client, since it was taken.
    private var received: [[ReceivedMessage]] = [[], []]

    /// Steps that share what one refill gives: each draws at most a batch of IVs.
    private static let stepsPerRefill = 4

    /// Connects, and shakes hands.
    ///
    /// - Parameter opening: what is said of the connection.
    init(
        _ parties: Parties, fault: Fault?, over connection: TCPConnection, random: RandomNumbers,
        opening: String = Narration.connects, output: RecorderOutput
    ) throws(GeneratorError) {
        let clock = VirtualClock(connection.time)
        self.parties = parties
        self.random = random
        self.clock = clock
        self.fault = fault
        hadFault = fault != nil
        narration = Narration(parties: parties)
        interference = Interference(fault: fault)
        carriage = Carriage(
            connection, output, opening: opening, remark: narration.remark(fault),
            isSeen: fault != .startInTheMiddle)
        client = random.use { Session(parties.configuration(.fromClient, clock)) }
        server = Session(parties.configuration(.fromServer, clock))
        try carry()
        carriage.isSeen = true
    }

    var time: UInt64 { carriage.connection.time }

    /// Whether the session came to its end before the scenario did.
    var isBroken: Bool { failure != nil || carriage.connection.isReset }

    func take(_ step: Scenario.Step) throws(GeneratorError) {
        guard !isBroken else { return }
        if let held, held.direction != step.from { try carry() }
        carriage.wait(UInt64(step.pause * 1e9))
        stepFault = step.fault
        hadFault = hadFault || step.fault != nil
        carriage.comment = step.comment ?? narration.step(step)
        // Signatures and rekeys draw each time; records of other suites an IV, many of which come at a time.
        let isSigned = parties.suite.identityKind(of: .fromServer) == .rsa
        receiverDraws = isSigned || step.action == .rekey
        let draws = receiverDraws || steps % Self.stepsPerRefill == 0
        steps += 1
        clock.set(time, ahead: step.fault?.clockError ?? 0)
        do {
            try random.use(refilling: draws) {
                let replyTo = step.isReply ? heard[Int(step.from.rawValue)] : 0
                try step.from == .fromClient
                    ? client.perform(step.action, replyTo: replyTo) : server.perform(step.action, replyTo: replyTo)
            }
        } catch {
            throw GeneratorError(description: "the \(step.from.sender) cannot do so: \(error)")
        }
        clock.set(time)
        if step.fault?.fault == .coalescing { return hold(step.from) }
        try carry()
    }

    func end() throws(GeneratorError) {
        if !isBroken, fault != .endWithoutClose {
            receiverDraws = true
            carriage.wait(150_000_000)
            clock.set(time)
            carriage.comment = narration.ends(.fromClient)
            random.use { try? client.end() }
            try carry()
            carriage.comment = narration.ends(.fromServer)
            random.use { try? server.end() }
            try carry()
        }
        if fault == .garbageAfterClose {
            carriage.comment = fault.map { "\($0.description.summary)." }
            carriage.send(.fromClient, Array("GET / HTTP/1.1\r\nHost: door.example\r\n\r\n".utf8))
        }
        carriage.close()
    }

    func wait(until time: UInt64) {
        if time > self.time { carriage.wait(time - self.time) }
    }

    /// What arrived of `direction` since the last call.
    func takeReceived(_ direction: Direction) -> [ReceivedMessage] {
        defer { received[Int(direction.rawValue)] = [] }
        return received[Int(direction.rawValue)]
    }

    private func hold(_ direction: Direction) {
        let bytes = direction == .fromClient ? client.takeOutgoing() : server.takeOutgoing()
        held = (direction, bytes)
    }

    /// Carries bytes to and fro until there are none.
    private func carry() throws(GeneratorError) {
        while true {
            let toServer = try exchange(.fromClient, &client)
            random.use(refilling: receiverDraws && !toServer.isEmpty) { server.receive(toServer.rawSpan) }
            let toClient = try exchange(.fromServer, &server)
            random.use(refilling: receiverDraws && !toClient.isEmpty) { client.receive(toClient.rawSpan) }
            note(.fromClient, client.takeEvents())
            if toServer.isEmpty, toClient.isEmpty { break }
        }
        if let failure, !hadFault { throw GeneratorError(description: "the session failed: \(failure)") }
    }

    /// Lays what `sender` has to say into the connection; returns what arrives of it.
    private func exchange(_ direction: Direction, _ sender: inout Session) throws(GeneratorError) -> [UInt8] {
        var bytes = sender.takeOutgoing()
        note(direction, sender.takeEvents())
        if let held, held.direction == direction {
            bytes = held.bytes + bytes
            self.held = nil
        }
        guard !bytes.isEmpty, !carriage.connection.isReset else { return [] }
        if steps == 0, carriage.comment == nil { carriage.comment = narration.handshake(direction, bytes) }
        let changed = interference.change(bytes)
        if changed != bytes { carriage.comment = fault.map { "\($0.description.summary)." } }
        defer {
            stepFault = nil
            clock.set(time)
        }
        return try carriage.carry(direction, changed, stepFault, parties.suite)
    }

    private func note(_ direction: Direction, _ events: [SessionEvent]) {
        for event in events {
            switch event {
            case .keys(let entries): carriage.log(entries)
            case .message(let message):
                heard[Int(direction.rawValue)] = message.id
                if fault == .manInTheMiddle { received[Int(direction.opposite.rawValue)].append(message) }
            case .failed(let reason):
                failure = failure ?? reason
                if case .local(let error) = reason, carriage.comment == nil {
                    carriage.comment = narration.givesUp(direction, error.alert)
                }
            default: break
            }
        }
    }
}

extension Scenario.StepFault {
    /// Seconds by which the sender's clock is fast.
    fileprivate var clockError: Int64 {
        switch fault {
        case .expiredToken: -7200
        case .futureToken: 7200
        default: 0
        }
    }
}

extension Session {
    fileprivate mutating func perform(_ action: Scenario.Action, replyTo: UInt64) throws(SendError) {
        switch action {
        case .text(let text): try send(.text, Array(text.utf8), replyTo: replyTo)
        case .json(let text): try send(.json, Array(text.utf8), replyTo: replyTo)
        case .file(let name, let mediaType, let content):
            try sendFile(
                named: Array(name.utf8), mediaType: Array(mediaType.utf8), content.bytes, replyTo: replyTo)
        case .rekey: try rekey()
        }
    }
}
