// SPDX-License-Identifier: Apache-2.0

/// Bytes of a buffer of an evaluation; below zero, of the program's constants.
public struct ByteRange: BitwiseCopyable, Hashable, Sendable {
    /// 0 for the bytes that are read; others hold what processes gave, in their order.
    public var buffer: Int32
    public var start: Int32
    public var end: Int32

    public var count: Int { Int(end - start) }
    static let none = ByteRange(buffer: 0, start: 0, end: 0)
}

/// What an expression gives, or what a slot of a structure holds. All that is large lies in the evaluation, so that a value
/// is copied without counting references.
public enum Value: BitwiseCopyable, Sendable {
    /// Not read or computed yet.
    case unset
    /// Being computed.
    case open
    /// There is none: the condition of the member was false.
    case absent
    case integer(Int64)
    /// An integer above `Int64.max`.
    case large(UInt64)
    case float(Double)
    case boolean(Bool)
    case bytes(ByteRange)
    /// Text in its encoding, by the number of the encoding in the evaluation.
    case encoded(ByteRange, encoding: Int32)
    /// A string of the evaluation; below zero, of the program's constants.
    case string(Int32)
    /// A value of the enumeration with this number.
    case enumeration(Int32, Int64)
    case largeEnumeration(Int32, UInt64)
    case structure(Int32)
    case array(Int32)
    case stream(Int32)
    /// A value of whoever runs the program, by a number of theirs.
    case external(Int32)
    /// Bytes whose process waits for the end of the sequence.
    case deferred
    /// Bytes that could not be opened.
    case sealed(Seal)

    /// An integer of at most 64 bits; `nil` for one that is larger.
    init?(_ value: Int128) {
        if let small = Int64(exactly: value) {
            self = .integer(small)
        } else if let large = UInt64(exactly: value) {
            self = .large(large)
        } else {
            return nil
        }
    }

    /// The number of an integer or of a value of an enumeration.
    public var wholeNumber: Int128? {
        switch self {
        case .integer(let value), .enumeration(_, let value): Int128(value)
        case .large(let value), .largeEnumeration(_, let value): Int128(value)
        case .unset, .open, .absent, .float, .boolean, .bytes, .encoded, .string, .structure, .array, .stream,
            .external,
            .deferred, .sealed:
            nil
        }
    }

    func named(by enumeration: Int32) -> Value {
        switch self {
        case .integer(let value): .enumeration(enumeration, value)
        case .large(let value): .largeEnumeration(enumeration, value)
        case .unset, .open, .absent, .float, .boolean, .bytes, .encoded, .string, .enumeration, .largeEnumeration,
            .structure, .array, .stream, .external, .deferred, .sealed:
            self
        }
    }
}

/// Why bytes could not be opened.
public enum Seal: BitwiseCopyable, Hashable, Sendable {
    /// There is no key for the external with this number.
    case noKey(Int32)
    /// So many keys were tried, and none fits.
    case noFit(Int32)
    /// Nothing was kept yet for the external with this number.
    case notKept(Int32)
    /// The bytes do not have the form that the process takes.
    case form
    /// A check of them failed.
    case check
    /// A limit was reached.
    case limit
}

/// A value of a user type: a run of slots in an evaluation.
struct StructureRecord: BitwiseCopyable {
    var type: Int32
    /// Its first slot.
    var base: Int32
    /// Below zero for none.
    var parent: Int32
    var root: Int32
    var stream: Int32
    var endianness: Endianness = .undecided
    /// Whether a check of the bytes that it lies in failed, so that nothing more of it is opened.
    var isRefuted = false

    enum Endianness: BitwiseCopyable { case undecided, big, little }
}

/// A part of a buffer that is read from its start to its end.
struct StreamRecord: BitwiseCopyable {
    let buffer: Int32
    let start: Int32
    let end: Int32
    /// The next byte, in the buffer.
    var position: Int32
    /// Bits of the last byte that are not read yet, and their number.
    var bits: UInt64 = 0
    var bitCount: Int = 0

    mutating func align() {
        bits = 0
        bitCount = 0
    }
}
