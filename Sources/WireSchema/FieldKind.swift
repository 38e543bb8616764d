// SPDX-License-Identifier: Apache-2.0
public import CDissectorKit

/// How the bytes of a field are read and shown.
///
/// A kind is a type, such as ``u16``, and what is said of it beside: `.u16.hexadecimal.littleEndian`.
public struct FieldKind: Sendable {
    package let type: FieldType
    /// Bits of an integer, floating-point number or boolean; 0 for other types.
    public let bits: Int
    package private(set) var base = NumberBase.decimal
    package private(set) var isLittleEndian = false
    /// The bits that the field takes of its integer; 0 for all of them.
    package private(set) var mask: UInt64 = 0
    package private(set) var role = FrameRole.related
    /// Names of an integer's values.
    package private(set) var names: ValueNames?

    private init(_ type: FieldType, bits: Int = 0) {
        self.type = type
        self.bits = bits
    }

    // MARK: Types

    /// No value of its own: a heading over other fields.
    public static let heading = FieldKind(.none)
    /// Bytes, shown in hexadecimal.
    public static let bytes = FieldKind(.bytes)
    /// UTF-8 text.
    public static let text = FieldKind(.text)

    /// An unsigned integer of 8 bits, shown in decimal unless more is said.
    public static let u8 = unsigned(bits: 8)
    /// An unsigned integer of 16 bits, big-endian and shown in decimal unless more is said.
    public static let u16 = unsigned(bits: 16)
    /// An unsigned integer of 24 bits, likewise.
    public static let u24 = unsigned(bits: 24)
    /// An unsigned integer of 32 bits, likewise.
    public static let u32 = unsigned(bits: 32)
    /// An unsigned integer of 48 bits, likewise.
    public static let u48 = unsigned(bits: 48)
    /// An unsigned integer of 64 bits, likewise.
    public static let u64 = unsigned(bits: 64)

    /// An unsigned integer of 8, 16, 24, 32, 40, 48, 56 or 64 bits.
    public static func unsigned(bits: Int) -> FieldKind {
        FieldKind(.unsigned, bits: checked(bits, against: [8, 16, 24, 32, 40, 48, 56, 64]))
    }

    /// A signed integer of 8, 16, 24, 32, 40, 48, 56 or 64 bits.
    public static func signed(bits: Int) -> FieldKind {
        FieldKind(.signed, bits: checked(bits, against: [8, 16, 24, 32, 40, 48, 56, 64]))
    }

    /// A floating-point number of IEEE 754, of 32 or 64 bits.
    public static func float(bits: Int) -> FieldKind {
        FieldKind(.float, bits: checked(bits, against: [32, 64]))
    }

    /// Whether an integer of 8, 16, 32 or 64 bits, or the bits of it that ``masked(_:)`` names, is not 0.
    public static func boolean(bits: Int = 8) -> FieldKind {
        FieldKind(.boolean, bits: checked(bits, against: [8, 16, 32, 64]))
    }

    /// An IPv4 address: 4 bytes.
    public static let ipv4 = FieldKind(.ipv4)
    /// An IPv6 address: 16 bytes.
    public static let ipv6 = FieldKind(.ipv6)
    /// An Ethernet address: 6 bytes.
    public static let mac = FieldKind(.mac)
    /// A globally unique identifier: 16 bytes.
    public static let guid = FieldKind(.guid)
    /// Seconds since 1970 in an integer of 64 bits, shown as a point in time (UTC).
    public static let secondsSince1970 = FieldKind(.secondsSince1970, bits: 64)
    /// Nanoseconds, shown as seconds. It is never on the wire: the dissector concludes it.
    public static let duration = FieldKind(.duration)

    /// The number of another frame, shown as a link to it. It is never on the wire: the dissector concludes it.
    public static func frame(_ role: FrameRole = .related) -> FieldKind {
        var kind = FieldKind(.frame, bits: 32)
        kind.role = role
        return kind
    }

    // MARK: What is said of a type

    /// The same, shown in hexadecimal.
    public var hexadecimal: FieldKind { with { $0.base = .hexadecimal } }
    /// The same, shown in octal.
    public var octal: FieldKind { with { $0.base = .octal } }
    /// The same, with the least significant byte first on the wire.
    public var littleEndian: FieldKind { with { $0.isLittleEndian = true } }
    /// Those bits alone of an integer or boolean that are set in `mask`.
    public func masked(_ mask: UInt64) -> FieldKind { with { $0.mask = mask } }
    /// The same, with names for its values.
    public func named(_ names: ValueNames) -> FieldKind { with { $0.names = names } }
    /// The same, with the names of `values` for its values.
    public func named<Value: NamedValue>(_ values: Value.Type) -> FieldKind { named(ValueNames(values)) }

    private func with(_ change: (inout FieldKind) -> Void) -> FieldKind {
        var kind = self
        change(&kind)
        return kind
    }

    private static func checked(_ bits: Int, against allowed: [Int]) -> Int {
        precondition(allowed.contains(bits), "a field of this type has one of \(allowed) bits, not \(bits)")
        return bits
    }

    /// Bytes of the field on the wire; `nil` for those of any length, and for those that are never on the wire.
    package var width: Int? {
        switch type {
        case .unsigned, .signed, .float, .boolean, .secondsSince1970: bits / 8
        case .ipv4: 4
        case .mac: 6
        case .ipv6, .guid: 16
        case .none, .bytes, .text, .frame, .duration: nil
        }
    }
}
