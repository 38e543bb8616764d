// SPDX-License-Identifier: Apache-2.0

/// Names for the values of an integer field.
///
/// Write them as a dictionary literal, `[1: "Request", 2: "Reply"]`, or take those of an enum. Values of a signed field have
/// an initializer of their own.
public struct ValueNames: Sendable, ExpressibleByDictionaryLiteral {
    /// Each value with its name, in the order in which they were given. A negative value is its two's complement in 64 bits.
    public var names: [(value: UInt64, name: PermanentText)]

    /// Takes values with their names.
    public init(_ names: [(value: UInt64, name: PermanentText)]) {
        self.names = names
    }

    /// Takes values of a signed field with their names.
    public init(signed names: [(value: Int64, name: PermanentText)]) {
        self.names = names.map { (value: UInt64(bitPattern: $0.value), name: $0.name) }
    }

    /// Takes values with their names.
    public init(dictionaryLiteral names: (UInt64, PermanentText)...) {
        self.names = names.map { (value: $0, name: $1) }
    }

    /// Takes the names of all cases of `Value`.
    public init<Value: NamedValue>(_ values: Value.Type) {
        names = Value.allCases.map { (UInt64($0.rawValue), PermanentText($0.name)) }
    }
}

/// A value of an integer field that has a name: an enum with raw values, usually.
public protocol NamedValue: RawRepresentable, CaseIterable where RawValue: FixedWidthInteger & UnsignedInteger {
    /// The name in the specification.
    var name: StaticString { get }
}
