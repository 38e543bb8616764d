// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireCapture
import FernwireConsole
import FernwireDissection
import FernwireScenario
import FernwireSession
import FernwireWire

/// Reads the answers out of a student's capture, by the dissector that the plugin has and with the answer key.
struct AnswerReading {
    /// What the capture was made of.
    let filled: Scenario.Filled
    /// The fault that is asked for; `nil` for none.
    let fault: Fault?
    private var suite: (frame: UInt64, suite: CipherSuite)?
    private var texts: [(question: Question, value: String)] = []
    private var faultFrame: UInt64?

    /// The most texts that an exercise asks for.
    static let textLimit = 10
    /// The most bytes of a text that is asked for: students copy it, and Wireshark shows long ones in part.
    static let lengthLimit = 200

    init(_ filled: Scenario.Filled) {
        self.filled = filled
        fault = filled.scenario.fault ?? filled.scenario.steps.lazy.compactMap(\.fault?.fault).first
    }

    /// Returns the answers of the capture at `path`, in the order of the questions.
    mutating func answers(of path: String, _ dissector: FernwireDissector) throws -> [Answer] {
        var capture = DissectedCapture(path: path, dissector: dissector)
        // That a capture is cut may be the fault that is asked for.
        _ = try capture.read { found, piece, connection, plan in
            take(found, at: piece.packet, of: connection, plan)
        }
        var answers: [Answer] = []
        if let suite {
            answers.append(
                Answer(
                    question: Question(field: .suite, frame: suite.frame),
                    value: "0x" + String(Int(suite.suite.id.rawValue) + 0x10000, radix: 16).dropFirst(),
                    name: "\(suite.suite.name)"))
        }
        answers += asked.map { Answer(question: $0.question, value: $0.value) }
        if let faultFrame {
            answers.append(Answer(question: Question(field: .frame, frame: nil), value: "\(faultFrame)"))
        }
        return answers
    }

    /// The texts to be asked for: each once, and none of a frame with several of them, of which Wireshark shows all.
    private var asked: [(question: Question, value: String)] {
        let counts = Dictionary(texts.map { ($0.question, 1) }, uniquingKeysWith: +)
        var known: Set<String> = []
        let own = filled.ownTexts.subtracting(filled.scenario.textsAtUnsureFrames)
        return Array(
            texts.filter {
                counts[$0.question] == 1 && own.contains($0.value) && $0.value.isPrintable
                    && $0.value.utf8.count <= Self.lengthLimit && known.insert($0.value).inserted
            }.prefix(Self.textLimit))
    }

    private mutating func take(
        _ found: DissectedConnection.PDUFound, at packet: UInt64, of connection: DissectedConnection,
        _ plan: borrowing Plan
    ) {
        note(plan, at: packet)
        guard let header = found.header, header.isRecord,
            let facts = connection.conversation.facts(of: found.id, header: header), facts.status.isOpen,
            let head = facts.head
        else { return }
        if let known = facts.suite, suite == nil { suite = (packet, known) }
        let content = Array(connection.conversation.plaintext(of: found.id)[facts.content])
        add(content, head, at: packet)
    }

    private mutating func note(_ plan: borrowing Plan, at packet: UInt64) {
        guard faultFrame == nil, let filters = fault?.noteFilters else { return }
        for index in 0..<plan.stepCount {
            let step = plan.step(index)
            guard step.kind == .note, filters.contains(Note(number: step.field).filter.description) else { continue }
            faultFrame = packet
            return
        }
    }

    private mutating func add(_ content: [UInt8], _ head: RecordPlaintext.Head, at packet: UInt64) {
        switch head.contentType {
        case .text, .json:
            let text = String(decoding: content, as: UTF8.self)
            texts.append((Question(field: .plaintext, frame: packet), text))
        case .file:
            guard head.fragment.beginsMessage,
                let parts = try? FileFragment.Parts(decoding: content.rawSpan, head.fragment)
            else { return }
            let name = String(decoding: content[parts.name], as: UTF8.self)
            texts.append((Question(field: .fileName, frame: packet), name))
        case .binary, .rekey, .alert, .endOfSession, .unknownControl: break
        }
    }
}

extension Scenario {
    /// The texts whose frame depends on whether Wireshark puts segments into order that come in another.
    fileprivate var textsAtUnsureFrames: [String] {
        steps.compactMap { step in
            switch step.fault?.fault.stepHooks.delivery {
            case .reordered, .overlapping: step.action.text
            case .once, .replayed, .retransmitted, .uncaptured, .split, .coalesced, .reset, nil: nil
            }
        }
    }
}

extension Scenario.Action {
    /// What an exercise may ask for: the text, or the name of a file.
    fileprivate var text: String? {
        switch self {
        case .text(let text), .json(let text): text
        case .file(let name, _, _): name
        case .rekey: nil
        }
    }
}
