// SPDX-License-Identifier: Apache-2.0

/// A field as a dissector declares it: what it is called, how it is filtered and how its bytes are read.
///
/// All text is `StaticString`, because Wireshark keeps the pointers for as long as it runs.
public struct FieldDeclaration: Sendable {
    /// Display filter, such as `fernwire.session_id`.
    public var filter: StaticString
    /// Name shown in the tree.
    public var name: StaticString
    /// One sentence of explanation, shown in the status bar and in `tshark -G fields`.
    public var summary: StaticString
    public var kind: FieldKind
    public var values: ValueNames?

    public init(
        filter: StaticString, name: StaticString, summary: StaticString, kind: FieldKind, values: ValueNames? = nil
    ) {
        self.filter = filter
        self.name = name
        self.summary = summary
        self.kind = kind
        self.values = values
    }
}

/// How a field's bytes are read and shown. Integers are big-endian.
public enum FieldKind: Sendable, Equatable {
    /// No value of its own: a heading over other fields.
    case none
    case bytes
    /// UTF-8 text.
    case text
    /// An unsigned integer of 8, 16, 32 or 64 bits.
    case unsigned(bits: Int, base: NumberBase)
    /// One bit of an integer that is `bits` wide.
    case flag(bits: Int, mask: UInt64)
    /// Seconds since 1970 as a 64-bit integer, shown as a point in time (UTC).
    case secondsSince1970
    /// The number of another frame, shown as a link to it. Generated only.
    case frame(FrameRole)
    /// Nanoseconds, shown as seconds. Generated only.
    case duration
}

/// What a linked frame is to the one that links to it.
public enum FrameRole: Sendable {
    case related, request, response
}

public enum NumberBase: Sendable {
    case decimal, hexadecimal
}

/// Names for the values of an integer field.
public struct ValueNames: Sendable {
    public var names: [(value: UInt32, name: StaticString)]

    public init(_ names: [(value: UInt32, name: StaticString)]) {
        self.names = names
    }
}
