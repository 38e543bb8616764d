// SPDX-License-Identifier: Apache-2.0

enum ByteOrder: BitwiseCopyable, Sendable {
    case big, little
    /// As the value says that it belongs to: see ``StructureType/endianness``.
    case inherited
}

/// How one value is read from a stream.
indirect enum Reading: Sendable {
    case integer(width: Int, isSigned: Bool, order: ByteOrder)
    case float(width: Int, order: ByteOrder)
    case bits(count: Int, isLittleEndian: Bool, isBoolean: Bool)
    case bytes(Extent)
    case text(Extent, encoding: String)
    case structure(StructureReading)
    /// The reading of the first case whose value equals that of the node; the last one has no value and takes all others.
    case switched(on: NodeID, cases: [(value: NodeID?, reading: Reading)])
    /// Nothing is read, and there is no value.
    case nothing

    /// The numbers of the types that a value may be of.
    var structureTypes: [Int] {
        switch self {
        case .structure(let reading): [reading.type]
        case .switched(_, let cases): cases.flatMap { $0.reading.structureTypes }
        case .integer, .float, .bits, .bytes, .text, .nothing: []
        }
    }

    /// Where the bytes of a single value end, if it has bytes of its own.
    var extent: Extent? {
        switch self {
        case .bytes(let extent), .text(let extent, _): extent
        case .structure(let reading): reading.extent
        case .integer, .float, .bits, .switched, .nothing: nil
        }
    }
}

/// Where the bytes of a value end, and what becomes of them.
struct Extent: Sendable {
    enum Length: Sendable {
        case size(NodeID)
        case rest
        /// Up to the terminator.
        case terminated
    }

    var length: Length
    /// Empty for none.
    var terminator: [UInt8] = []
    var includesTerminator = false
    var consumesTerminator = true
    var needsTerminator = true
    var padding: UInt8?
    var process: ProcessCall?
}

struct ProcessCall: Sendable {
    enum Function: Sendable {
        case xor, rotateLeft, rotateRight, inflate
        /// One that whoever runs the program provides.
        case external(Int)
    }

    let function: Function
    let arguments: [NodeID]
}

struct StructureReading: Sendable {
    enum Parent: Sendable {
        case owner, none
        case node(NodeID)
    }

    let type: Int
    let arguments: [NodeID]
    /// `nil`: it is read from the stream of the value that it belongs to, as far as its type takes.
    let extent: Extent?
    let parent: Parent
    /// Whether its type is of another file, so that it has a root of its own and no parent.
    let isImported: Bool
}
