// SPDX-License-Identifier: Apache-2.0
import YAML

/// A member of a type as its file describes it: a parameter, an attribute of the sequence, or an instance.
final class AttributeDescription {
    enum Role { case parameter, sequence, instance }

    /// How often it is there.
    enum Repetition {
        case once
        case endOfStream
        case count(WrittenExpression)
        case until(WrittenExpression)
    }

    /// What its value is read as.
    enum Form {
        /// Bytes.
        case none
        /// One that cannot be read, which was said.
        case broken
        case named(TypeReference, TextPlace)
        case switched(on: WrittenExpression, cases: [Case])
    }

    struct Case {
        /// `nil` for `_`, which takes all others.
        let value: WrittenExpression?
        let reference: TypeReference
        let place: TextPlace
    }

    /// Which value the parent of a value of a user type is.
    enum Parent {
        /// The value that the attribute belongs to.
        case owner
        case none
        case expression(WrittenExpression)
    }

    /// What the value must be.
    enum Condition {
        case equal(WrittenExpression)
        case range(least: WrittenExpression?, most: WrittenExpression?)
        case anyOf([WrittenExpression])
        case inEnumeration
        case expression(WrittenExpression)
    }

    /// A call of a process or check: `name(arguments)`.
    struct Process {
        let path: [String]
        let arguments: [WrittenExpression]
        let place: TextPlace
    }

    let role: Role
    /// The name; one without `id` is `_unnamed0` and so on.
    let name: String
    let hasName: Bool
    let place: TextPlace
    var form = Form.none
    var repetition = Repetition.once
    var condition: WrittenExpression?
    var size: WrittenExpression?
    var takesRest = false
    var terminator: [UInt8]?
    var includesTerminator = false
    var consumesTerminator = true
    var needsTerminator = true
    var padding: UInt8?
    var encoding: (name: String, place: TextPlace)?
    var contents: [UInt8]?
    var process: Process?
    var enumeration: (name: TypeName, place: TextPlace)?
    var parent = Parent.owner
    var conditions: [(Condition, TextPlace)] = []
    /// `-check`: says whether the value is right for what it covers.
    var check: Process?
    /// `-keep`: the name under which the conversation keeps the value.
    var kept: (name: String, place: TextPlace)?
    /// `-note`
    var notes: [NoteDescription] = []
    /// Of an instance that is computed.
    var value: WrittenExpression?
    /// Of an instance that is read: where, and from which stream.
    var position: WrittenExpression?
    var stream: WrittenExpression?
    var doc: String?
    /// `-orig-id`: the name in the format's own specification.
    var originalName: String?
    /// Other keys that begin with `-`, for whoever reads the description.
    var extensions: [YAMLNode.Entry] = []
    /// Whether a part of it cannot be read, which was said, so that nothing more is said of what is missing.
    var isIncomplete = false

    init(role: Role, name: String, hasName: Bool = true, place: TextPlace) {
        self.role = role
        self.name = name
        self.hasName = hasName
        self.place = place
    }

    var isRepeated: Bool {
        if case .once = repetition { false } else { true }
    }

    var isSwitched: Bool {
        if case .switched = form { true } else { false }
    }
}

/// What a description says of a value to whoever looks at it.
struct NoteDescription {
    let text: String
    /// Whether it is said; `nil` for always.
    let condition: WrittenExpression?
    let severity: Note.Severity
}
