// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireScenario
import FernwireSession
import FernwireWire

/// Runs the real client and the real server against each other in memory, and lays what they send into a TCP
/// connection.
final class SessionRecorder: Recorder {
    private let parties: Parties
    let random: RandomNumbers
    let clock: VirtualClock
    private let narration: Narration
    var carriage: Carriage
    var client: Session
    var server: Session
    /// The fault of the session, of the step under way, or of a step before.
    private let fault: Fault?
    let hooks: SessionHooks
    private var stepFault: Scenario.StepFault?
    private var hadFault: Bool
    var failure: SessionFailure?
    /// The bytes that wait for the next ones of the same side, to share a segment with them.
    private var held: (direction: Direction, bytes: [UInt8])?
    /// The last message that each side received, which its next reply answers; 0 for none.
    var heard: [UInt64] = [0, 0]
    var steps = 0
    /// Whether a side that receives may draw random numbers for more than the record that it answers with.
    private var receiverDraws = true
    /// The messages from the client to the server, and from the server to the client, since they were taken.
    private var received: [[ReceivedMessage]] = [[], []]

    /// The number of steps that share what one refill gives: each draws at most a batch of IVs.
    private static let stepsPerRefill = 4

    /// Connects, and shakes hands.
    ///
    /// - Parameter opening: the comment on the connection.
    init(
        _ parties: Parties, fault: Fault?, over connection: TCPConnection, random: RandomNumbers,
        opening: String = Narration.connects, output: RecorderOutput
    ) throws(GeneratorError) {
        let clock = VirtualClock(connection.time)
        self.parties = parties
        self.random = random
        self.clock = clock
        self.fault = fault
        hooks = fault?.sessionHooks ?? .nothing
        hadFault = fault != nil
        narration = Narration(parties: parties)
        carriage = Carriage(
            connection, output, opening: opening, remark: narration.remark(fault),
            isSeen: hooks.capturesHandshake)
        random.refill()
        client = Session(parties.configuration(.fromClient, clock))
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
        countStep(step.action)
        clock.set(time, ahead: step.fault?.fault.stepHooks.clockError ?? 0)
        if receiverDraws || hadFault || !drawsNothing(step) { random.refillNow() }
        let replyTo = step.isReply ? heard[Int(step.from.rawValue)] : 0
        let command = step.action.command(replyTo: replyTo)
        do {
            _ = try step.from == .fromClient ? client.perform(command) : server.perform(command)
        } catch {
            throw GeneratorError(description: "the \(step.from.sender) cannot do so: \(error)")
        }
        clock.set(time)
        if case .coalesced = step.fault?.fault.stepHooks.delivery { return hold(step.from) }
        try carry()
    }

    /// Records a step whose bytes are made already, and arrive elsewhere.
    func record(_ step: Scenario.Step, sent bytes: [UInt8], after pause: Double) {
        carriage.wait(UInt64(pause * 1e9))
        carriage.comment = step.comment ?? narration.step(step)
        countStep(step.action)
        carriage.carry(bytes, step.from)
        clock.set(time)
    }

    /// Counts a step, and takes note of the random numbers that it may draw.
    func countStep(_ action: Scenario.Action) {
        // Signatures and rekeys draw at each step; records of other suites draw IVs, many at a time.
        let isSigned = parties.suite.identityKind(of: .fromServer) == .rsa
        receiverDraws = isSigned || action == .rekey
        let draws = receiverDraws || steps % Self.stepsPerRefill == 0
        steps += 1
        if draws { random.refillLater(drawsKeys: receiverDraws || !drawsOnlyIVs(action)) }
    }

    /// Whether the sender of a step draws no more than a batch of IVs: a suite that can rekey may draw keys at any record.
    private func drawsOnlyIVs(_ action: Scenario.Action) -> Bool {
        guard !parties.suite.canRekey else { return false }
        return switch action {
        case .text(let text), .json(let text): text.utf8.count <= Wire.maximumContent
        case .file, .rekey: false
        }
    }

    /// Whether the sender of a step draws no random numbers at all.
    private func drawsNothing(_ step: Scenario.Step) -> Bool {
        switch step.action {
        case .text(let text), .json(let text):
            let count = text.utf8.count
            return step.from == .fromClient ? client.drawsNothing(sending: count) : server.drawsNothing(sending: count)
        case .file, .rekey: return false
        }
    }

    func end() throws(GeneratorError) {
        if !isBroken, hooks.endsSession {
            receiverDraws = true
            carriage.wait(150_000_000)
            clock.set(time)
            carriage.comment = narration.ends(.fromClient)
            random.refill()
            try? client.end()
            try carry()
            carriage.comment = narration.ends(.fromServer)
            random.refill()
            try? server.end()
            try carry()
        }
        if !hooks.bytesAfterEnd.isEmpty {
            carriage.comment = fault?.sentence
            carriage.carry(hooks.bytesAfterEnd, .fromClient)
        }
        carriage.close()
    }

    func wait(until time: UInt64) {
        if time > self.time { carriage.wait(time - self.time) }
    }

    /// Returns the messages that arrived in `direction` since the last call.
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
        while held != nil || client.hasOutput || server.hasOutput {
            let toServer = try exchange(.fromClient, &client)
            if !toServer.isEmpty {
                if receiverDraws { random.refill() }
                server.receive(toServer.rawSpan)
            }
            let toClient = try exchange(.fromServer, &server)
            if !toClient.isEmpty {
                if receiverDraws { random.refill() }
                client.receive(toClient.rawSpan)
            }
            note(.fromClient, client.takeEvents())
            if toServer.isEmpty, toClient.isEmpty { break }
        }
        if let failure, !hadFault { throw GeneratorError(description: "the session failed: \(failure)") }
    }

    /// Lays the bytes that `sender` has to send into the connection.
    ///
    /// - Returns: the bytes that arrive.
    private func exchange(_ direction: Direction, _ sender: inout Session) throws(GeneratorError) -> [UInt8] {
        var bytes = sender.takeOutgoing()
        note(direction, sender.takeEvents())
        if let held, held.direction == direction {
            bytes = held.bytes + bytes
            self.held = nil
        }
        guard !bytes.isEmpty, !carriage.connection.isReset else { return [] }
        if steps == 0, carriage.comment == nil { carriage.comment = narration.handshake(direction, bytes) }
        if let change = hooks.handshake, change.apply(to: &bytes) { carriage.comment = fault?.sentence }
        defer {
            stepFault = nil
            clock.set(time)
        }
        if let stepFault { bytes = try stepFault.changed(bytes, in: parties.suite) }
        return carriage.carry(bytes, direction, delivery: stepFault?.fault.stepHooks.delivery ?? .once)
    }

    private func note(_ direction: Direction, _ events: [SessionEvent]) {
        for event in events {
            switch event {
            case .keys(let entries): carriage.log(entries)
            case .message(let message):
                heard[Int(direction.rawValue)] = message.id
                if hooks.hasAttacker { received[Int(direction.opposite.rawValue)].append(message) }
            case .failed(let reason):
                failure = failure ?? reason
                if case .local(let error) = reason, carriage.comment == nil {
                    carriage.comment = narration.givesUp(direction, error.alert)
                }
            case .established, .filePiece, .peerEnded, .closed: break
            }
        }
    }
}

extension Scenario.StepFault {
    /// Returns `bytes` as they are after someone on the way has changed the first record.
    fileprivate func changed(_ bytes: [UInt8], in suite: CipherSuite) throws(GeneratorError) -> [UInt8] {
        guard let change = fault.stepHooks.change else { return bytes }
        var record = RecordInTransit(bytes, in: suite, field: field)
        do { try change(&record) } catch { throw GeneratorError(description: "\(error)") }
        return record.bytes
    }
}

extension HandshakeChange {
    /// Changes the frames of one message among whole frames.
    ///
    /// - Returns: whether there was one to be changed.
    fileprivate func apply(to bytes: inout [UInt8]) -> Bool {
        var isApplied = false
        bytes = FrameHeader.wholeFrames(in: bytes).flatMap { frame in
            guard FrameHeader(decoding: frame.span.bytes).knownType == type else { return frame }
            isApplied = true
            var frame = frame
            change(&frame)
            return frame
        }
        return isApplied
    }
}
