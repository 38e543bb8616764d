// SPDX-License-Identifier: Apache-2.0

/// Values that mean nothing, RFC 8701: a client puts them into its hello so that no server gets used to known values
/// alone. PROTOCOL.md §3.11.
public enum GREASE {
    /// Whether `value` is one of the sixteen from 0x0A0A to 0xFAFA, which are never assigned.
    public static func isReserved(_ value: UInt16) -> Bool {
        value & 0x0F0F == 0x0A0A && value >> 8 == value & 0xFF
    }

    /// The sixteen reserved values.
    public static let values = (0..<16).map { value(choosing: UInt8($0 << 4)) }

    /// Returns the one of the sixteen values that the high half of `byte` chooses.
    public static func value(choosing byte: UInt8) -> UInt16 {
        let half = UInt16(byte & 0xF0 | 0x0A)
        return half << 8 | half
    }

    /// The number of bytes that ``Extension/init(greaseChoosing:)`` takes.
    public static let extensionRandomness = 2
}

extension Extension {
    /// Makes an extension of a type that means nothing, with a byte of data.
    ///
    /// - Parameter bytes: ``GREASE/extensionRandomness`` bytes, random.
    public init(greaseChoosing bytes: [UInt8]) {
        self.init(type: GREASE.value(choosing: bytes[0]), data: [bytes[1]])
    }
}
