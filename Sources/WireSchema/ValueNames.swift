// SPDX-License-Identifier: Apache-2.0

/// Names for the values of an integer field.
///
/// Write them as a dictionary literal, `[1: "Request", 2: "Reply"]`, or take those of an enum.
public struct ValueNames: Sendable, ExpressibleByDictionaryLiteral {
    /// Each value with its name, in the order in which they were given.
    public var names: [(value: UInt64, name: StaticString)]

    /// Takes values with their names.
    public init(_ names: [(value: UInt64, name: StaticString)]) {
        self.names = names
    }

    /// Takes values with their names.
    public init(dictionaryLiteral names: (UInt64, StaticString)...) {
        self.names = names.map { (value: $0, name: $1) }
    }

    /// Takes the names of all cases of `Value`.
    public init<Value: NamedValue>(_ values: Value.Type) {
        names = Value.allCases.map { (UInt64($0.rawValue), $0.name) }
    }
}

/// A value of an integer field that has a name: an enum with raw values, usually.
public protocol NamedValue: RawRepresentable, CaseIterable where RawValue: FixedWidthInteger & UnsignedInteger {
    /// The name in the specification.
    var name: StaticString { get }
}
