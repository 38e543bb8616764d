// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import KaitaiStruct
import WireSchema

/// The fields of one member of a described type: one for each kind of value that it may hold, and those about its value. It does
/// not change once it is made.
final class MemberFields {
    var heading: Field?
    var number: Field?
    var float: Field?
    var flag: Field?
    var text: Field?
    var bytes: Field?

    /// Whether nothing is said of it but its value.
    var isPlain = true
    var isInstance = false
    var isComputed = false

    /// Its bytes before their process.
    var raw: Field?
    /// Where the key stands that opened it.
    var key: Field?
    /// Why it stays closed.
    var closed: Field?
    /// What came of its check.
    var check: Field?
    var checkKey: Field?
    /// The name of the data source that holds its bytes after their process.
    var sourceName: PermanentText = ""
    /// What the description says of it, in its order.
    var notes: [DissectorKit.Note] = []
    /// Which weaknesses its process or check has whatever the bytes are.
    var weaknesses: [DescribedNote] = []
    /// Whether it is what the protocol is for: followed, and handed to another dissector.
    var isPayload = false
    /// The dissector that it is handed to.
    var dissector: PermanentText?

    var all: [Field] {
        [heading, number, float, flag, text, bytes, raw, key, closed, check, checkKey].compactMap { $0 }
    }
}

/// Makes the fields of a member.
struct MemberFieldsMaker {
    let program: Program
    /// The filter of the member.
    let filter: String
    let member: Member

    private func field(_ suffix: String, kind: FieldKind, summary: String? = nil, title: String? = nil) -> Field {
        Field(
            PermanentText(keeping: filter + suffix), PermanentText(keeping: title ?? self.title), kind: kind,
            summary: PermanentText(keeping: Self.line(summary ?? member.doc ?? "")))
    }

    /// The name with a capital letter and blanks, and the one of the format's own specification.
    private var title: String {
        let own = Self.title(member.name)
        return member.originalName.map { $0 == member.name ? own : "\(own) (\($0))" } ?? own
    }

    /// A name in words: `len_text` is "Length of text", as the language's style guide means it.
    static func title(_ name: String) -> String {
        for (prefix, words) in [("len_", "Length of "), ("num_", "Number of ")] where name.hasPrefix(prefix) {
            return words + name.dropFirst(prefix.utf8.count).split(separator: "_").joined(separator: " ")
        }
        let words = name.split(separator: "_").joined(separator: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }

    /// A text in one line of at most 300 characters.
    static func line(_ text: String) -> String {
        String(text.split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(300))
    }

    /// The most fields that ``make()`` makes of a member, and the notes on it.
    static func most(of member: Member) -> Int {
        values(of: member.type) + (member.process == nil ? 1 : 3) + (member.hasCheck ? 2 : 0) + member.notes.count
    }

    private static let kinds: [DataType] = [.anyStructure, .integer, .float, .boolean, .bytes, .string]

    private static func values(of type: DataType) -> Int {
        switch type {
        case .array(let element): values(of: element)
        case .any: kinds.count
        case .byte, .integer, .enumeration, .float, .boolean, .bytes, .string, .structure, .anyStructure: 1
        case .stream, .opaque, .null: 0
        }
    }

    func make() -> MemberFields {
        let fields = MemberFields()
        add(member.type, to: fields, isAlone: true)
        if let process = member.process, let operation = OperationRegistry.processes[program.externals[process].name] {
            fields.raw = field("_raw", kind: .bytes, title: title + ", as it was sent")
            if operation.takesKey {
                fields.key = field("_key", kind: .text, summary: "Where the key stands that opened it", title: "Key")
            }
            fields.closed = field("_closed", kind: .text, summary: "Why it stays closed", title: "Closed")
            fields.sourceName = PermanentText(keeping: "\(operation.verb.word) \(Self.title(member.name).lowercased())")
            fields.weaknesses += operation.weakness.map { [$0] } ?? []
        } else if member.isComputed {
            fields.closed = field("_closed", kind: .text, summary: "Why it has no value", title: "Closed")
        } else {
            fields.sourceName = PermanentText(keeping: "Processed \(Self.title(member.name).lowercased())")
        }
        if member.hasCheck {
            fields.check = field("_check", kind: .text, summary: "What came of the check", title: "Check")
            fields.checkKey = field(
                "_check_key", kind: .text, summary: "Where the key stands that the check was made with",
                title: "Key of the check")
        }
        return fields
    }

    private func add(_ type: DataType, to fields: MemberFields, isAlone: Bool) {
        switch type {
        case .byte, .integer: fields.number = field(isAlone ? "" : "_number", kind: integerKind)
        case .enumeration(let number): fields.number = field("", kind: kind(of: program.enumerations[number]))
        case .float: fields.float = field(isAlone ? "" : "_real", kind: .float(bits: 64))
        case .boolean: fields.flag = field(isAlone ? "" : "_flag", kind: .boolean())
        case .bytes: fields.bytes = field(isAlone ? "" : "_bytes", kind: .bytes)
        case .string: fields.text = field(isAlone ? "" : "_text", kind: .text)
        case .structure, .anyStructure: fields.heading = field("", kind: .heading)
        case .array(let element): add(element, to: fields, isAlone: isAlone)
        case .any:
            for one in Self.kinds { add(one, to: fields, isAlone: false) }
        case .stream, .opaque, .null: break
        }
    }

    /// An integer with at least the bits that it is read with.
    private var integerKind: FieldKind {
        guard let (bits, isSigned) = member.integer else { return .signed(bits: 64) }
        let rounded = max((bits + 7) / 8 * 8, 8)
        return isSigned ? .signed(bits: rounded) : .unsigned(bits: rounded)
    }

    private func kind(of enumeration: Enumeration) -> FieldKind {
        let kind = integerKind
        let isSigned = member.integer?.isSigned ?? true
        let names = enumeration.members.compactMap { one -> (value: Int64, name: PermanentText)? in
            let name = PermanentText(keeping: one.name)
            if let value = Int64(exactly: one.value) { return (value, name) }
            return UInt64(exactly: one.value).map { (Int64(bitPattern: $0), name) }
        }
        return kind.named(
            isSigned
                ? ValueNames(signed: names) : ValueNames(names.map { (UInt64(bitPattern: $0.value), $0.name) }))
    }
}

extension ProcessOperation.Verb {
    var word: String {
        switch self {
        case .decoded: "Decoded"
        case .decrypted: "Decrypted"
        case .unwrapped: "Unwrapped"
        }
    }
}
