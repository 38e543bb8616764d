// SPDX-License-Identifier: Apache-2.0

/// A description that was checked and made ready to read bytes.
public struct Program: Sendable {
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

    func node(_ id: NodeID) -> Node { nodes[Int(id.number)] }
}

/// A type of a description.
public struct StructureType: Sendable {
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

    public var parameters: Range<Int> { 0..<sequence.lowerBound }
    public var instances: Range<Int> { sequence.upperBound..<members.count }
}

/// A parameter, an attribute of the sequence, or an instance of a type.
public struct Member: Sendable {
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
    /// The name in the format's own specification.
    public let originalName: String?
    public let doc: String?
    /// The number of the enumeration that its value is of.
    public var enumeration: Int?
    /// What values of the member are.
    public let type: DataType
    var source: Source
    var condition: NodeID?
    var repetition = Repetition.once
    var position: NodeID?
    var stream: NodeID?
    var conditions: [Condition] = []
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

/// Something that an expression or a `process` may name and that whoever runs the program provides.
public struct External: Hashable, Sendable {
    public let name: String
    public let type: DataType

    public init(name: String, type: DataType) {
        self.name = name
        self.type = type
    }
}
