// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireScenario
import FernwireSession
import FernwireWire

/// Someone on the way who is the server to the client and the client to the server, and passes on what each says.
///
/// The capture is made where both connections pass: at the attacker's.
final class MiddleRecorder: Recorder {
    private let near: SessionRecorder
    /// The connection to the real server; `nil` where the client did not fall for the attacker.
    private let far: SessionRecorder?

    /// - Parameter far: connects the attacker with the server, when it is needed.
    init(
        _ parties: Parties, fault: Fault?, near: TCPConnection, far: (UInt64) -> TCPConnection,
        random: RandomNumbers, output: RecorderOutput
    ) throws(GeneratorError) {
        var toAttacker = parties
        toAttacker.server = parties.attacker
        toAttacker.names.server = "attacker"
        self.near = try SessionRecorder(
            toAttacker, fault: fault, over: near, random: random, opening: Narration.disguise, output: output)
        guard !self.near.isBroken else {
            self.far = nil
            return
        }
        var toServer = parties
        toServer.client = parties.attacker
        toServer.names.client = "attacker"
        self.far = try SessionRecorder(
            toServer, fault: fault, over: far(self.near.time + 100_000), random: random,
            opening: Narration.secondLeg, output: output)
    }

    var time: UInt64 { min(near.time, far?.time ?? .max) }

    func take(_ step: Scenario.Step) throws(GeneratorError) {
        guard let far else { return }
        let (first, second) = step.from == .fromClient ? (near, far) : (far, near)
        first.wait(until: second.time)
        try first.take(step)
        for message in first.takeReceived(step.from) {
            second.wait(until: first.time + 50_000)
            try second.take(
                .init(
                    step.from, message.action, isReply: message.replyTo > 0, pause: 0,
                    comment: "The attacker has read it, and passes it on."))
        }
    }

    func end() throws(GeneratorError) {
        try near.end()
        far?.wait(until: near.time)
        try far?.end()
    }
}

extension ReceivedMessage {
    /// What says the same.
    fileprivate var action: Scenario.Action {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let file else { return contentType == .json ? .json(text) : .text(text) }
        return .file(
            name: String(decoding: file.name, as: UTF8.self),
            mediaType: String(decoding: file.mediaType, as: UTF8.self), .text(text))
    }
}
