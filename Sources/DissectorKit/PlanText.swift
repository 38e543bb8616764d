// SPDX-License-Identifier: Apache-2.0

/// Text under construction, written as UTF-8 straight into a plan.
public struct PlanText: Sendable {
    public internal(set) var bytes: ContiguousArray<UInt8> = []

    public init() {}

    public mutating func write(_ text: StaticString) {
        text.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) }
    }

    public mutating func write(_ content: RawSpan) {
        unsafe content.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
    }

    /// `value` in decimal.
    public mutating func write(_ value: some FixedWidthInteger & UnsignedInteger) {
        var rest = UInt64(value)
        let start = bytes.count
        repeat {
            bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        bytes[start...].reverse()
    }

    /// `value` in hexadecimal with `0x` and all its digits.
    public mutating func writeHex(_ value: some FixedWidthInteger & UnsignedInteger) {
        write("0x")
        var shift = value.bitWidth
        while shift > 0 {
            shift -= 4
            let digit = UInt8(truncatingIfNeeded: value >> shift) & 0xF
            bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
    }
}
