// SPDX-License-Identifier: Apache-2.0

/// What an expression gives, or what a member holds.
public indirect enum DataType: Hashable, Sendable {
    /// An integer of 8 bits, of which a list is a byte string.
    case byte
    case integer
    case float
    case boolean
    case bytes
    case string
    /// A value of the enumeration with this number.
    case enumeration(Int)
    /// A value of the type with this number.
    case structure(Int)
    /// A value of any type.
    case anyStructure
    /// A value of a type that no description defines.
    case opaque(String)
    case stream
    case array(DataType)
    /// No value, in a question about what was read.
    case null
    case any

    var isInteger: Bool { self == .integer || self == .byte }
    var isNumber: Bool { isInteger || self == .float }

    var isStructure: Bool {
        switch self {
        case .structure, .anyStructure, .opaque: true
        case .byte, .integer, .float, .boolean, .bytes, .string, .enumeration, .stream, .array, .null, .any: false
        }
    }

    /// A type that has room for values of both; `.any` if there is no better.
    func combined(with other: DataType) -> DataType {
        if self == other { return self }
        if isInteger, other.isInteger { return .integer }
        if isNumber, other.isNumber { return .float }
        if isStructure, other.isStructure { return .anyStructure }
        if case .array(let one) = self, case .array(let two) = other { return .array(one.combined(with: two)) }
        return .any
    }

    /// Whether a value of this type can be passed for a parameter of `target`.
    func isAssignable(to target: DataType) -> Bool {
        if self == target || target == .any { return true }
        if isInteger, target.isInteger { return true }
        if isStructure, target == .anyStructure { return true }
        if case .array(let one) = self, case .array(let two) = target { return one.isAssignable(to: two) }
        return false
    }
}
