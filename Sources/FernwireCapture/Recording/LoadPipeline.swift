// SPDX-License-Identifier: Apache-2.0
import Dispatch
import FernwireScenario
import FernwireSession
import FernwireWire

/// The messages of a load in one session, made on several cores: at the same time the client makes its part of a batch, the
/// server makes its part of the batch before, and the batch before that is recorded.
///
/// The output is that of ``SessionRecorder/take(_:)``. It serves sessions whose records follow from keys and plaintexts
/// alone: neither the time of a step nor its place among the other side's is needed to seal its record.
final class LoadPipeline {
    /// Steps that follow each other, and the bytes that each sends.
    private struct Batch {
        /// The number of the first step.
        let first: Int
        let steps: [Scenario.Step]
        var sent: [[UInt8]]
    }

    /// The most steps of a batch, and the bytes of their messages, about.
    private static let (size, bytes) = (1024, 1 << 19)

    private let recorder: SessionRecorder
    private let load: Load
    /// The time from which on the first step may come.
    private let begin: UInt64
    /// The batch of which the client made its part, and the one of which the server did, too.
    private var (sealed, served): (Batch?, Batch?)
    /// The last message that each side heard; 0 for none.
    private var (heardByClient, heardByServer): (UInt64, UInt64) = (0, 0)
    /// Why a side did not do its part; `nil` for no reason.
    private var (failureOfClient, failureOfServer): (GeneratorError?, GeneratorError?)

    /// - Returns: `nil` where the session is not one that it serves.
    init?(_ recorder: SessionRecorder, _ load: Load, begin: UInt64) {
        guard recorder.client.isDeterministic, recorder.server.isDeterministic else { return nil }
        self.recorder = recorder
        self.load = load
        self.begin = begin
    }

    /// Goes on with the batches that are under way, and takes steps for a new one.
    ///
    /// - Parameter number: the number of the next step.
    /// - Parameter next: returns the load's next step, without its pause; `nil` for none.
    ///
    /// - Returns: the number of steps that were recorded; `nil` when no batch is under way.
    func advance(from number: Int, _ next: () -> Scenario.Step?) throws(GeneratorError) -> Int? {
        let (toServe, toRecord) = (sealed, served)
        let toSeal = drawsNothing ? batch(from: number, next) : nil
        guard toSeal != nil || toServe != nil || toRecord != nil else { return nil }
        (sealed, served) = (toSeal, toServe)
        // Each part has what it works on to itself: the client, the server, the connection.
        nonisolated(unsafe) let pipeline = self
        DispatchQueue.concurrentPerform(iterations: 3) { part in
            switch part {
            case 0: pipeline.playClient(hearing: toRecord)
            case 1: pipeline.serve()
            default: pipeline.record(toRecord)
            }
        }
        recorder.heard = [heardByClient, heardByServer]
        if let failure = failureOfClient ?? failureOfServer { throw failure }
        return toRecord?.steps.count ?? 0
    }

    /// Whether both sides can send what may be under way without random numbers, such as those of a rekey.
    private var drawsNothing: Bool {
        let bytes = 2 * Self.size * load.size.largest
        return recorder.client.drawsNothing(sending: bytes, messages: 2 * Self.size)
            && recorder.server.drawsNothing(sending: bytes, messages: 2 * Self.size)
    }

    private func batch(from number: Int, _ next: () -> Scenario.Step?) -> Batch? {
        var steps: [Scenario.Step] = []
        var bytes = 0
        while steps.count < Self.size, bytes < Self.bytes, let step = next() {
            steps.append(step)
            if case .text(let text) = step.action { bytes += text.utf8.count }
        }
        return steps.isEmpty
            ? nil : Batch(first: number, steps: steps, sent: [[UInt8]](repeating: [], count: steps.count))
    }

    /// Makes the client's part of the newest batch, and lets it take the server's messages of the oldest.
    private func playClient(hearing oldest: Batch?) {
        for (index, step) in (sealed?.steps ?? []).enumerated() where step.from == .fromClient {
            do {
                try recorder.client.perform(step.action.command(replyTo: 0))
            } catch {
                failureOfClient = GeneratorError(description: "the client cannot do so: \(error)")
            }
            sealed?.sent[index] = recorder.client.takeOutgoing()
        }
        guard let oldest else { return }
        for (bytes, step) in zip(oldest.sent, oldest.steps) where step.from == .fromServer {
            recorder.client.receive(bytes.span.bytes)
        }
        failureOfClient = failureOfClient ?? note(recorder.client.takeEvents(), &heardByClient)
    }

    /// Makes the server's part of a batch.
    private func serve() {
        guard let steps = served?.steps else { return }
        for (index, step) in steps.enumerated() {
            if step.from == .fromClient {
                if let bytes = served?.sent[index] { recorder.server.receive(bytes.span.bytes) }
                failureOfServer = failureOfServer ?? note(recorder.server.takeEvents(), &heardByServer)
            } else {
                do {
                    try recorder.server.perform(step.action.command(replyTo: step.isReply ? heardByServer : 0))
                } catch {
                    failureOfServer = GeneratorError(description: "the server cannot do so: \(error)")
                }
                served?.sent[index] = recorder.server.takeOutgoing()
            }
        }
    }

    /// Records a batch of which both sides made their parts.
    private func record(_ batch: Batch?) {
        guard let batch else { return }
        for (index, step) in batch.steps.enumerated() {
            let elapsed = Double(recorder.time - begin) / 1e9
            let pause = load.pause(before: batch.first + index, after: elapsed)
            recorder.record(step, sent: batch.sent[index], after: pause)
        }
    }

    /// Takes note of the last message among events.
    ///
    /// - Returns: why the session failed; `nil` where it did not.
    private func note(_ events: [SessionEvent], _ heard: inout UInt64) -> GeneratorError? {
        for event in events {
            switch event {
            case .message(let message): heard = message.id
            case .failed(let reason): return GeneratorError(description: "the session failed: \(reason)")
            case .established, .keys, .filePiece, .peerEnded, .closed: break
            }
        }
        return nil
    }
}
