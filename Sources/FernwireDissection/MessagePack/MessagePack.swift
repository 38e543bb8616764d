// SPDX-License-Identifier: Apache-2.0

/// A value of MessagePack. github.com/msgpack/msgpack, spec.md
package enum MessagePack: Equatable, Sendable {
    case null
    case boolean(Bool)
    /// An integer from -2⁶³ to 2⁶⁴ - 1.
    case integer(Int128)
    case single(Float)
    case double(Double)
    case string(String)
    /// A value of the type bin, or one of the type str that is not UTF-8.
    case bytes([UInt8])
    case array([MessagePack])
    case map([Pair])
    /// The predefined extension -1: seconds since 1970, and nanoseconds.
    case timestamp(seconds: Int64, nanoseconds: UInt32)
    case `extension`(type: Int8, bytes: [UInt8])

    /// A key and its value in a map.
    package struct Pair: Equatable, Sendable {
        package var key: MessagePack
        package var value: MessagePack

        package init(_ key: MessagePack, _ value: MessagePack) {
            (self.key, self.value) = (key, value)
        }
    }

    /// Whether it holds other values.
    package var isContainer: Bool {
        switch self {
        case .array, .map: true
        case .null, .boolean, .integer, .single, .double, .string, .bytes, .timestamp, .extension: false
        }
    }
}

/// Why bytes are not read as one value of MessagePack.
package enum MessagePackError: Error, Equatable {
    /// The bytes end before the value does.
    case truncated
    /// The byte 0xC1, which is never used, stands at this offset.
    case neverUsed(offset: Int)
    /// Containers lie more than ``MessagePackReader/depthLimit`` deep in each other.
    case tooDeep
    /// There are more than ``MessagePackReader/valueLimit`` values.
    case tooManyValues
    /// The value ends at this offset, and bytes follow.
    case trailingBytes(offset: Int)
}
