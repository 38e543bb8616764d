// SPDX-License-Identifier: Apache-2.0

/// Names for the values of an integer field.
public struct ValueNames: Sendable {
    public var names: [(value: UInt64, name: StaticString)]

    public init(_ names: [(value: UInt64, name: StaticString)]) {
        self.names = names
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
