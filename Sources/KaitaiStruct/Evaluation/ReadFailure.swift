// SPDX-License-Identifier: Apache-2.0

/// Why bytes cannot be read as a description says.
public struct ReadFailure: Error, Sendable {
    public enum Reason: Sendable, Hashable {
        /// The bytes end before the value does.
        case endOfStream(requested: Int, available: Int)
        /// No terminator comes before the bytes end.
        case noTerminator
        case notEqual, tooSmall, tooLarge, notAnyOf, notInEnumeration, notValid
        /// No case says the byte order.
        case undecidedEndianness
        /// Text that is no number, an integer that is too large, an index that is not there.
        case conversion(String)
        case unknownEncoding(String)
        case process(String)
        /// A limit of ``Budget`` is reached.
        case budget(String)
        /// A value that depends on itself or is not there.
        case noValue(String)
        /// Bytes that could not be opened.
        case sealed(Seal)
    }

    public let reason: Reason
    /// The type and member that could not be read, such as `dns::packet.id`.
    public internal(set) var member: String
    /// The bytes of the value that is wrong, as far as they were read.
    public internal(set) var range: ByteRange?

    public init(_ reason: Reason, range: ByteRange? = nil) {
        self.reason = reason
        self.range = range
        member = ""
    }

    /// Whether it is about bytes that could not be opened.
    public var isSealed: Bool {
        if case .sealed = reason { true } else { false }
    }

    /// The name that Kaitai Struct's libraries give it.
    public var name: String {
        switch reason {
        case .endOfStream, .noTerminator: "EndOfStreamError"
        case .notEqual: "ValidationNotEqualError"
        case .tooSmall: "ValidationLessThanError"
        case .tooLarge: "ValidationGreaterThanError"
        case .notAnyOf: "ValidationNotAnyOfError"
        case .notInEnumeration: "ValidationNotInEnumError"
        case .notValid: "ValidationExprError"
        case .undecidedEndianness: "UndecidedEndiannessError"
        case .conversion: "ConversionError"
        case .unknownEncoding: "UnknownEncodingError"
        case .process, .budget, .noValue, .sealed: "Error"
        }
    }

    /// What is wrong: a clause without a full stop.
    public var message: String {
        switch reason {
        case .endOfStream(let requested, let available):
            "requested \(requested) bytes, but only \(available) bytes available"
        case .noTerminator: "end of stream reached, but no terminator found"
        case .notEqual: "the value is not the one that is expected"
        case .tooSmall: "the value is below the least that is allowed"
        case .tooLarge: "the value is above the most that is allowed"
        case .notAnyOf: "the value is none of those that are allowed"
        case .notInEnumeration: "the value is not in the enumeration"
        case .notValid: "the value does not meet its condition"
        case .undecidedEndianness: "no case says the byte order"
        case .unknownEncoding(let name): "the encoding \(name) is not known"
        case .sealed: "the value is needed, and could not be opened"
        case .conversion(let message), .process(let message), .budget(let message), .noValue(let message): message
        }
    }
}

/// What an evaluation may cost, so that no bytes make it hang or grow.
public struct Budget: Sendable {
    /// Values that are read or computed; each member of a type counts when a value of the type is made.
    public var steps: Int
    /// Levels of nesting of types and expressions.
    public var depth: Int
    /// Bytes that processes and expressions make.
    public var bytes: Int
    /// Bytes that are looked at more than once: searched, compared, or decoded as text.
    public var work: Int

    public init(steps: Int = 1 << 20, depth: Int = 64, bytes: Int = 1 << 24, work: Int = 1 << 28) {
        self.steps = steps
        self.depth = depth
        self.bytes = bytes
        self.work = work
    }
}
