// SPDX-License-Identifier: Apache-2.0
import FernwireScenario

/// A field of Wireshark's whose value an exercise asks for.
enum AskedField: String, CaseIterable, Sendable {
    case suite = "fernwire.session.suite"
    case plaintext = "fernwire.record.plaintext"
    case fileName = "fernwire.file.name"
    /// The first frame at which Wireshark reports the fault.
    case frame = "frame.number"
}

/// A question of an exercise.
struct Question: Hashable, Sendable {
    let field: AskedField
    /// The number of the frame; `nil` where the frame is what is asked for.
    let frame: UInt64?

    /// The question as students write it before the `=`.
    var text: String { frame.map { "\(field.rawValue) of frame \($0)" } ?? "\(field.rawValue) of the fault" }
}

/// A question with its answer.
struct Answer: Equatable, Sendable {
    let question: Question
    /// The value that tshark prints for the field.
    let value: String
    /// The name that Wireshark shows beside the value; `nil` for none.
    var name: String?
}

extension Fault {
    /// The display filters of the notes in Wireshark's expert information that report the fault; `nil` where it shows in
    /// other fields, which a frame may have without it.
    var noteFilters: Set<String>? {
        guard case .appears(let filter) = symptom else { return nil }
        let parts = filter.split(separator: "||").map(\.withoutBlanks)
        let isNote = parts.allSatisfy { part in
            part.hasPrefix("fernwire.expert.") && part.allSatisfy { $0.isLetter || $0 == "." || $0 == "_" }
        }
        return isNote ? Set(parts) : nil
    }
}
