// SPDX-License-Identifier: Apache-2.0
import YAML

/// Checks descriptions and makes a program of them.
///
/// It works in this order: all types and enumerations get numbers; the type of each type's parent is found; then each member is
/// compiled. The type of a member that is computed follows from its expression, which may name other such members: it is found
/// when it is asked for.
final class Compiler {
    let diagnostics: Diagnostics
    let names: Names
    let externalNames: any ExternalNames
    /// All types and enumerations, by their numbers.
    private(set) var types: [TypeDescription] = []
    private(set) var enumerations: [EnumerationDescription] = []
    /// What the parent of a value of each type is; `nil` where nothing reads the type.
    var parents: [DataType?] = []
    var program = Program()
    /// Types of members, by type and slot, as far as they were asked for.
    var memberTypes: [[DataType?]] = []
    /// Expressions of computed instances, by type and slot.
    var values: [[NodeID?]] = []
    /// Members whose type is being found.
    var open: Set<MemberPlace> = []
    /// Types whose size is being found.
    var sized: Set<Int> = []
    private var externalNumbers: [External: Int] = [:]
    /// Slots for raw bytes and verdicts, by the member that they are of.
    var rawSlots: [MemberPlace: Int] = [:]
    /// Slots of each type.
    var slotCounts: [Int]
    /// Whether types have all the slots that they get.
    private var isFinished = false
    /// Members that keep values, by the name that they keep them under.
    private(set) var keepers: [String: [MemberPlace]] = [:]
    /// Instances, or types, that may depend on one another in a row.
    static let deepest = 64
    /// Whether more instances than that were found in a row.
    var isTooDeep = false

    struct MemberPlace: Hashable {
        let type: Int
        let slot: Int
    }

    init(tops: [TypeDescription], externalNames: any ExternalNames, diagnostics: Diagnostics) {
        names = Names(tops: tops)
        self.externalNames = externalNames
        self.diagnostics = diagnostics
        slotCounts = []
        for top in tops { number(top) }
        slotCounts = types.map(\.members.count)
        for type in types {
            for (slot, member) in type.members.enumerated() {
                guard let name = member.kept?.name else { continue }
                keepers[name, default: []].append(MemberPlace(type: type.number, slot: slot))
            }
        }
        program.keptNames = keepers.keys.sorted()
        parents = Array(repeating: nil, count: types.count)
        forgetTypes()
    }

    /// Forgets the types of members, which may follow from the parents of types.
    func forgetTypes() {
        memberTypes = types.map { Array(repeating: nil, count: $0.members.count) }
        values = memberTypes.map { $0.map { _ in nil } }
    }

    private func number(_ type: TypeDescription) {
        type.number = types.count
        types.append(type)
        for enumeration in type.enumerations {
            enumeration.number = enumerations.count
            enumerations.append(enumeration)
        }
        for nested in type.types { number(nested) }
    }

    /// Compiles all types; what is wrong is in ``diagnostics`` afterwards.
    func compile() -> Program {
        program.enumerations = enumerations.map { enumeration in
            Enumeration(
                path: enumeration.path,
                members: enumeration.members.map { .init(value: $0.value, name: $0.name, doc: $0.doc) })
        }
        findParents()
        for type in types {
            let compiled = compile(type)
            program.types.append(compiled)
        }
        for type in types { stage(type) }
        isFinished = true
        return program
    }

    /// The slot of the bytes of a member as they were before its process; `nil` if it gets none any more.
    func rawSlot(of place: MemberPlace) -> Int? {
        if let known = rawSlots[place] { return known }
        guard !isFinished else { return nil }
        rawSlots[place] = newSlot(in: place.type)
        return rawSlots[place]
    }

    func newSlot(in type: Int) -> Int {
        slotCounts[type] += 1
        return slotCounts[type] - 1
    }

    private func compile(_ type: TypeDescription) -> StructureType {
        let compiled = StructureType(
            name: type.name, path: type.path, doc: type.doc, owner: type.owner?.number)
        let scope = Scope(type: type)
        compiled.members = type.members.indices.map { member(type.members[$0], slot: $0, of: type) }
        compiled.sequence = type.parameters.count..<type.parameters.count + type.sequence.count
        compiled.endianness = endianness(of: type)
        compiled.text = type.text.flatMap { expression($0, as: .string, in: scope) }
        compiled.notes = notes(type.notes, in: scope)
        compiled.extensions = type.extensions
        compiled.file = type.file
        return compiled
    }

    // MARK: Byte order

    /// The byte order of numbers in `type` that do not say theirs; `nil` if nothing says it.
    func byteOrder(of type: TypeDescription) -> ByteOrder? {
        var scope: TypeDescription? = type
        while let type = scope {
            switch type.meta.endianness {
            case .big: return .big
            case .little: return .little
            case .switched: return .inherited
            case nil: scope = type.owner
            }
        }
        return nil
    }

    private func endianness(of type: TypeDescription) -> StructureType.Endianness {
        guard case .switched(let on, let cases) = type.meta.endianness else {
            return byteOrder(of: type) == .inherited ? .inherited : .fixed
        }
        let scope = Scope(type: type)
        guard let (node, onType) = typed(on, in: scope) else { return .inherited }
        let compiled = cases.compactMap { value, isLittle -> (value: NodeID?, isLittle: Bool)? in
            guard let value else { return (nil, isLittle) }
            return comparable(value, with: onType, in: scope).map { ($0, isLittle) }
        }
        return .switched(on: node, cases: compiled)
    }

    // MARK: Parts of a program

    func add(_ node: Node) -> NodeID {
        program.nodes.append(node)
        return NodeID(number: Int32(program.nodes.count - 1))
    }

    func add(operands: [NodeID]) -> Operands {
        program.operands += operands
        return Operands(start: Int32(program.operands.count - operands.count), count: Int32(operands.count))
    }

    func add(string: String) -> NodeID {
        program.strings.append(string)
        return add(.string(Int32(program.strings.count - 1)))
    }

    func add(bytes: [UInt8]) -> NodeID {
        program.bytes.append(bytes)
        return add(.bytes(Int32(program.bytes.count - 1)))
    }

    /// The number of an external.
    func number(of external: External) -> Int {
        if let known = externalNumbers[external] { return known }
        program.externals.append(external)
        externalNumbers[external] = program.externals.count - 1
        return program.externals.count - 1
    }

    // MARK: Written expressions

    /// Compiles an expression; a failure goes to ``diagnostics``.
    func typed(_ written: WrittenExpression, in scope: Scope) -> (node: NodeID, type: DataType)? {
        do throws(CheckError) {
            return try compile(written.expression, in: scope)
        } catch {
            fail(error, at: written.place, in: scope)
            return nil
        }
    }

    /// Compiles an expression that must give an integer, a Boolean or text.
    func expression(_ written: WrittenExpression, as expected: DataType, in scope: Scope) -> NodeID? {
        guard let (node, type) = typed(written, in: scope) else { return nil }
        guard type == expected || (type.isInteger && expected.isInteger) else {
            let message = "\(describe(expected)) should stand here, and this is \(describe(type))"
            fail(CheckError(message), at: written.place, in: scope)
            return nil
        }
        return node
    }

    /// Compiles an expression whose value is compared with values of `type`.
    func comparable(
        _ written: WrittenExpression, with type: DataType, by comparison: ComparisonOperator = .equal, in scope: Scope
    ) -> NodeID? {
        guard let (node, valueType) = typed(written, in: scope) else { return nil }
        do throws(CheckError) {
            try checkComparison(comparison, of: type, with: valueType)
            return node
        } catch {
            fail(error, at: written.place, in: scope)
            return nil
        }
    }

    func fail(_ error: CheckError, at place: TextPlace, in scope: Scope) {
        diagnostics.error(error.message, at: place.advanced(by: error.offset), in: scope.type.file)
    }
}

/// What an expression can name where it stands.
struct Scope {
    let type: TypeDescription
    /// The type of `_`.
    var element: DataType?
    /// The type of `_on`.
    var switchedOn: DataType?
    /// Whether whoever asks about what was read may also compare it with null, lists with lists, and values of an enumeration
    /// with integers, which a description may not.
    var isQuestion = false
}
