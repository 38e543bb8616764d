// SPDX-License-Identifier: Apache-2.0
public import YAML

/// A description that was checked and made ready to read bytes.
public struct Program {
    /// All types; ``root`` is the number of the one that the description is of.
    public internal(set) var types: [StructureType] = []
    public internal(set) var enumerations: [Enumeration] = []
    public internal(set) var root = 0
    var nodes: [Node] = []
    var operands: [NodeID] = []
    var strings: [String] = []
    var bytes: [[UInt8]] = []
    /// Functions, values and processes of whoever runs the program, by the numbers that nodes name them by.
    public internal(set) var externals: [External] = []
    /// Names under which the conversation keeps values, by the numbers that members name them by.
    public internal(set) var keptNames: [String] = []

    func node(_ id: NodeID) -> Node { nodes[Int(id.number)] }
}

/// A type of a description. It is an object, so that naming it copies nothing of it, and does not change once its program is
/// made.
public final class StructureType {
    enum Endianness: Sendable {
        case fixed
        /// As the value says that it belongs to.
        case inherited
        case switched(on: NodeID, cases: [(value: NodeID?, isLittle: Bool)])
    }

    /// The last part of its name.
    public let name: String
    /// Its names from the file's on, with `::` between them.
    public let path: String
    public let doc: String?
    /// The number of the type that it is nested in; `nil` for that of a whole file.
    public let owner: Int?
    /// Parameters, then the sequence, then instances. A member's place is its slot.
    public internal(set) var members: [Member] = []
    var sequence: Range<Int> = 0..<0
    var endianness = Endianness.fixed
    /// What a value of the type says of itself.
    var text: NodeID?
    /// Slots of a value: those of the members, then those for raw bytes and verdicts.
    var slotCount = 0
    /// Members whose check is made once the sequence is read.
    var checked: [Int] = []
    /// Members whose process is run once the sequence is read and checked.
    var deferred: [Int] = []
    /// Instances whose values are kept, so that they are read without being asked for.
    var keeping: [Int] = []
    /// What is said of each value of the type.
    public internal(set) var notes: [Note] = []
    /// Keys that begin with `-` and have no meaning here.
    public internal(set) var extensions: [YAMLNode.Entry] = []
    /// The file that describes it.
    public internal(set) var file = ""

    /// Whether a value of the type says a text of itself.
    public var saysText: Bool { text != nil }

    /// Whether a check of a member covers the one in a slot.
    public func isCovered(_ slot: Int) -> Bool { members.contains { $0.check?.covered.contains(slot) ?? false } }

    /// Whether something is left to do once the sequence is read.
    var hasEnd: Bool { !checked.isEmpty || !deferred.isEmpty || !keeping.isEmpty }
    init(name: String, path: String, doc: String?, owner: Int?) {
        self.name = name
        self.path = path
        self.doc = doc
        self.owner = owner
    }

    public var parameters: Range<Int> { 0..<sequence.lowerBound }
    public var instances: Range<Int> { sequence.upperBound..<members.count }
}

/// A parameter, an attribute of the sequence, or an instance of a type. It is an object, so that naming it copies nothing of it,
/// and does not change once its program is made.
public final class Member {
    enum Repetition: Sendable {
        case once
        case endOfStream
        case count(NodeID)
        case until(NodeID)
    }

    enum Source: Sendable {
        case parameter
        case value(NodeID)
        case reading(Reading)
    }

    public let name: String
    /// Whether the description gives it a name.
    public let isNamed: Bool
    /// The name in the format's own specification.
    public let originalName: String?
    public let doc: String?
    /// The number of the enumeration that its value is of.
    public internal(set) var enumeration: Int?
    /// What values of the member are.
    public let type: DataType
    var source: Source
    var condition: NodeID?
    var repetition = Repetition.once
    var position: NodeID?
    var stream: NodeID?
    var conditions: [Condition] = []
    /// Of a member whose bytes are opened by a process of whoever runs the program, or asked for as they were.
    var staging: Staging?
    var check: CheckCall?
    /// The number of the name under which the conversation keeps its value.
    public internal(set) var kept: Int?
    /// What is said of each value.
    public internal(set) var notes: [Note] = []
    /// Keys that begin with `-` and have no meaning here.
    public internal(set) var extensions: [YAMLNode.Entry] = []

    init(_ description: AttributeDescription, type: DataType) {
        name = description.name
        isNamed = description.hasName
        originalName = description.originalName
        doc = description.doc
        source = .parameter
        self.type = type
    }

    /// Whether its value is computed.
    public var isComputed: Bool {
        if case .value = source { true } else { false }
    }

    /// Whether it holds a list.
    public var isRepeated: Bool {
        if case .once = repetition { false } else { true }
    }

    /// Bits and sign of the integer that it is read as; `nil` for what is read otherwise, or as one of several.
    public var integer: (bits: Int, isSigned: Bool)? {
        guard case .reading(let reading) = source else { return nil }
        switch reading {
        case .integer(let width, let isSigned, _): return (8 * width, isSigned)
        case .bits(let count, _, _): return (count, false)
        case .float, .bytes, .text, .structure, .switched, .nothing: return nil
        }
    }

    /// The numbers of the types that its value may be of.
    public var structureTypes: [Int] {
        guard case .reading(let reading) = source else { return [] }
        return reading.structureTypes
    }

    /// Whether a check says whether its value is right.
    public var hasCheck: Bool { check != nil }

    /// The name of its check.
    public func checkName(in program: Program) -> String? { check.map { program.externals[$0.function].name } }

    /// Set where it is an integer of a known byte order, and nothing else is said of it, so that reading it takes few steps.
    var plainInteger: PlainInteger?

    /// The number of the process of whoever runs the program that its bytes go through; `nil` for none.
    public internal(set) var process: Int?
}

/// What a description says of a value to whoever looks at it.
public struct Note: Sendable {
    public enum Severity: String, CaseIterable, Sendable { case chat, note, warning, error }

    public let text: String
    public let severity: Severity
    /// Whether it is said; `nil` for always.
    let condition: NodeID?
}

/// What a value must be.
enum Condition: Sendable {
    case equal(NodeID)
    case least(NodeID)
    case most(NodeID)
    case anyOf([NodeID])
    case inEnumeration(Int)
    case expression(NodeID)
}

/// Names for the values of an integer.
public struct Enumeration: Sendable {
    public struct Member: Sendable {
        public let value: Int128
        public let name: String
        public let doc: String?
    }

    /// Its names from the file's on, with `::` between them.
    public let path: String
    public let members: [Member]
    private let names: [Int128: String]

    init(path: String, members: [Member]) {
        self.path = path
        self.members = members
        names = Dictionary(members.map { ($0.value, $0.name) }) { first, _ in first }
    }

    public func name(of value: Int128) -> String? { names[value] }
}

/// Something that an expression, a `process` or a `-check` may name and that whoever runs the program provides.
public struct External: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case value, function, process, check
        /// The newest value that was kept under the name with a number: of one side, or of either.
        case kept(Int, SideName?)
    }

    public let kind: Kind
    /// As it is written, without arguments.
    public let name: String
    public let type: DataType
}

/// The side that kept a value.
public enum SideName: String, Sendable {
    case client, server
    /// The sender of what is read, and its receiver.
    case own, peer
}
