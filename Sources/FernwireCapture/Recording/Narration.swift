// SPDX-License-Identifier: Apache-2.0
import FernwireScenario
import FernwireSession
import FernwireWire

/// What the packets' comments say, so that a capture reads itself.
struct Narration {
    let parties: Parties

    static let connects = "TCP's three-way handshake: the connection opens."
    static let disguise = "The client means to reach the server; someone on the way answers in its place."
    static let secondLeg = "The attacker connects to the server in the client's place."
    static let hangsUp = "The connection closes."

    func name(_ direction: Direction) -> String {
        direction == .fromClient ? parties.names.client : parties.names.server
    }

    /// Returns what the first comment says of a fault of the session that no packet shows.
    func remark(_ fault: Fault?) -> String? {
        fault.flatMap { $0.sessionHooks.showsInPacket ? nil : $0.sentence }
    }

    /// Returns what is said of handshake frames that one side sends together; `nil` for other frames.
    func handshake(_ direction: Direction, _ bytes: [UInt8]) -> String? {
        let sentences = FrameHeader.wholeFrames(in: bytes).compactMap { frame in
            FrameHeader(decoding: frame.span.bytes).knownType.flatMap {
                sentence($0, frame, sender: "The \(name(direction))")
            }
        }
        return sentences.isEmpty ? nil : sentences.joined(separator: " ")
    }

    private func sentence(_ type: MessageType, _ frame: [UInt8], sender: String) -> String? {
        let properties = parties.suite.properties
        let context = MessageContext(
            suiteName: { SuiteRegistry.standard.suite($0)?.name }, provesPeer: properties.peer != .anyone,
            isConfidential: properties.isConfidential)
        func narration<M: Message>(_ message: M.Type) -> String? {
            M.narration(of: try? M(decoding: Array(frame[Wire.headerLength...]).span.bytes), context)
        }
        return type.declaration.message.flatMap { narration($0) }.map { "\(sender) \($0)" }
    }

    /// Returns what is said of a step.
    func step(_ step: Scenario.Step) -> String {
        let sender = "The \(name(step.from))"
        let says = step.isReply ? "answers with" : "sends"
        switch step.action {
        case .text(let text): return "\(sender) \(says) a text of \(text.utf8.count) bytes."
        case .json(let text): return "\(sender) \(says) JSON of \(text.utf8.count) bytes."
        case .file(_, _, let content): return "\(sender) \(says) a file of \(content.bytes.count) bytes."
        case .rekey: return "\(sender) changes the key of its direction."
        }
    }

    func ends(_ direction: Direction) -> String {
        "The \(name(direction)) has nothing more to say."
    }

    func givesUp(_ direction: Direction, _ alert: AlertCode) -> String {
        "The \(name(direction)) gives up: \(alert.name)."
    }
}
