// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import KaitaiStruct
import WireSchema

/// All that a described protocol registers in Wireshark, made once from its program.
struct DescribedFields {
    let id: String
    /// By type and slot.
    private(set) var members: [[MemberFields]] = []
    /// Headings of units, by type; `nil` for types that no unit has.
    private(set) var units: [Field?] = []
    /// What the description says of each value of a type, in its order, by type.
    private(set) var typeNotes: [[DissectorKit.Note]] = []
    /// Names of types for people.
    private(set) var titles: [PermanentText] = []
    /// Slots of the members that are shown, by type.
    private(set) var shown: [[Int]] = []
    /// Whether a value of a type says nothing where nobody looks at fields: no note, no payload. By type.
    private(set) var isSilent: [Bool] = []
    let notes: [DescribedNote: DissectorKit.Note]
    let stream: Field
    let completedIn: Field
    let side: Field
    /// The table of whoever may take the payload.
    let payloadTable: SubdissectorTable?

    /// The most fields and notes of all descriptions together, and so of one. A process has at most 65,536 of each, and other
    /// dissectors need some.
    static let limit = 60_000

    /// The most fields and notes that Wireshark gets of a program.
    static func most(of program: Program) -> Int {
        program.types.reduce(3 + DescribedNote.allCases.count) { count, type in
            count + 1 + type.notes.count + type.members.reduce(0) { $0 + MemberFieldsMaker.most(of: $1) }
        }
    }

    /// Makes the fields of a description under a prefix.
    ///
    /// - Parameter id: the prefix: the description's `id`, unless Wireshark has that.
    init(_ described: DescribedProtocol, id: String) {
        self.id = id
        let program = described.program
        notes = Dictionary(uniqueKeysWithValues: DescribedNote.allCases.map { ($0, $0.note(of: id)) })
        stream = Self.field(
            "\(id)._stream", title: "Stream index", kind: .u32,
            summary: "Number of the conversation in the capture, from 0")
        completedIn = Self.field(
            "\(id)._completed_in", title: "Completed in frame", kind: .frame(),
            summary: "The frame in which the last part of this message is")
        side = Self.field("\(id)._sender", title: "Sender", kind: .text, summary: "The side that sends this")
        let hasPayload = program.types.contains { $0.members.contains { $0.payload != nil } }
        payloadTable =
            hasPayload
            ? .choice(
                PermanentText(keeping: "\(id).payload"), title: PermanentText(keeping: "\(described.title) payload"),
                of: ["json", "xml", "data-text-lines"]) : nil
        let unitTypes = Set(described.types(of: .client) + described.types(of: .server))
        for (number, type) in program.types.enumerated() {
            let prefix = Self.prefix(of: type, in: described, id: id)
            let isUnit = unitTypes.contains(number) && number != program.root
            units.append(
                isUnit
                    ? Self.field(
                        prefix, title: MemberFieldsMaker.title(type.name), kind: .heading, summary: type.doc ?? "")
                    : nil)
            typeNotes.append(Self.notes(type.notes, prefix))
            members.append(
                type.members.indices.map { slot in
                    guard type.shows(slot) else { return MemberFields() }
                    return Self.fields(
                        of: type.members[slot], filter: "\(prefix).\(type.members[slot].name)", in: program,
                        hasPayload: hasPayload)
                })
        }
        checkCiphertexts(program)
        findSilent(program)
        for (number, type) in program.types.enumerated() {
            titles.append(PermanentText(keeping: MemberFieldsMaker.title(type.name)))
            shown.append(type.members.indices.filter { type.shows($0) })
            for (slot, member) in type.members.enumerated() {
                let known = members[number][slot]
                known.isInstance = type.instances.contains(slot)
                known.isComputed = member.isComputed
                known.isPlain =
                    member.process == nil && !member.hasCheck && known.notes.isEmpty && known.weaknesses.isEmpty
                    && !known.isPayload
            }
        }
    }

    private mutating func findSilent(_ program: Program) {
        isSilent = program.types.indices.map { number in
            typeNotes[number].isEmpty
                && zip(program.types[number].members, members[number]).allSatisfy { member, fields in
                    member.process == nil && !member.hasCheck && fields.notes.isEmpty && fields.weaknesses.isEmpty
                        && !fields.isPayload
                }
        }
        // A type speaks if one of its members does.
        var hasChanged = true
        while hasChanged {
            hasChanged = false
            for number in program.types.indices where isSilent[number] {
                let speaks = program.types[number].members.contains { $0.structureTypes.contains { !isSilent[$0] } }
                guard speaks else { continue }
                isSilent[number] = false
                hasChanged = true
            }
        }
    }

    private static func fields(
        of member: Member, filter: String, in program: Program, hasPayload: Bool
    ) -> MemberFields {
        let fields = MemberFieldsMaker(program: program, filter: filter, member: member).make()
        fields.notes = notes(member.notes, filter)
        if let payload = member.payload {
            fields.isPayload = true
            if payload != "true" { fields.dissector = PermanentText(keeping: payload) }
        } else if !hasPayload, let process = member.process, member.kept == nil,
            let operation = OperationRegistry.processes[program.externals[process].name]
        {
            fields.isPayload = operation.takesKey && operation.verb == .decrypted
        }
        return fields
    }

    /// Notes ciphertexts that no check covers, and checks that anyone can make.
    private func checkCiphertexts(_ program: Program) {
        for (number, type) in program.types.enumerated() {
            for (slot, member) in type.members.enumerated() {
                if let check = member.checkName(in: program), let operation = OperationRegistry.checks[check] {
                    if operation.isForgeable { members[number][slot].weaknesses.append(.forgeable) }
                    if check == "md5" || check == "sha1" { members[number][slot].weaknesses.append(.brokenHash) }
                }
                guard let process = member.process,
                    let operation = OperationRegistry.processes[program.externals[process].name],
                    operation.verb == .decrypted, operation.takesKey || operation.weakness == .toy,
                    !operation.isAuthenticated, !type.isCovered(slot)
                else { continue }
                members[number][slot].weaknesses.append(.unauthenticated)
            }
        }
    }

    private static func prefix(of type: StructureType, in described: DescribedProtocol, id: String) -> String {
        var parts = type.path.split(separator: ":", omittingEmptySubsequences: true).map(String.init)
        if parts.first == described.id { parts.removeFirst() }
        return ([id] + parts).joined(separator: ".")
    }

    private static func field(
        _ filter: String, title: String, kind: FieldKind, summary: String
    ) -> Field {
        Field(
            PermanentText(keeping: filter), PermanentText(keeping: title), kind: kind,
            summary: PermanentText(keeping: MemberFieldsMaker.line(summary)))
    }

    private static func notes(_ notes: [KaitaiStruct.Note], _ filter: String) -> [DissectorKit.Note] {
        notes.enumerated().map { index, note in
            DissectorKit.Note(
                PermanentText(keeping: "\(filter)._note_\(index + 1)"), .security, severity: note.severity.expert,
                message: PermanentText(keeping: MemberFieldsMaker.line(note.text)))
        }
    }

    /// All fields.
    var all: [Field] {
        [stream, completedIn, side] + units.compactMap { $0 } + members.flatMap { $0.flatMap(\.all) }
    }

    /// All notes.
    var allNotes: [DissectorKit.Note] {
        DescribedNote.allCases.compactMap { notes[$0] } + typeNotes.flatMap { $0 }
            + members.flatMap { $0.flatMap(\.notes) }
    }
}

extension KaitaiStruct.Note.Severity {
    var expert: NoteSeverity {
        switch self {
        case .chat: .chat
        case .note: .note
        case .warning: .warning
        case .error: .error
        }
    }
}

extension StructureType {
    /// Whether a member is shown: it has a name, and is neither a parameter nor hidden.
    public func shows(_ slot: Int) -> Bool {
        members[slot].isNamed && !parameters.contains(slot) && !members[slot].isHidden
    }
}

extension Member {
    /// `-hidden: true`: what helps to read others, and says nothing by itself.
    public var isHidden: Bool { extensions.contains { $0.key == "-hidden" && $0.value.boolean == true } }

    /// `-payload`: the name of a dissector, or `true`.
    var payload: String? { extensions.first { $0.key == "-payload" }?.value.text }
}
