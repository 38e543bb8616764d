// SPDX-License-Identifier: Apache-2.0
import CDissectorKit
public import WireSchema

/// Text under construction, written as UTF-8 straight into a plan. The host escapes its control characters.
@safe public struct PlanText: ~Copyable {
    /// The plan's memory, which outlives this value: a plan makes it, and hands it to nobody but the closure that writes.
    private let memory: UnsafeMutablePointer<dk_plan>

    init(_ memory: UnsafeMutablePointer<dk_plan>) {
        unsafe self.memory = memory
    }

    var count: Int { unsafe memory.pointee.byte_count }

    /// Writes a literal.
    public mutating func write(_ text: StaticString) {
        text.withUTF8Buffer { unsafe append(UnsafeRawBufferPointer($0)) }
    }

    /// Writes a text that is kept.
    @_disfavoredOverload
    public mutating func write(_ text: PermanentText) {
        unsafe text.withUTF8Buffer { unsafe append(UnsafeRawBufferPointer($0)) }
    }

    /// Writes a string. A literal costs less, so that Swift makes no string of one.
    @_disfavoredOverload
    public mutating func write(_ text: String) {
        var text = text
        text.withUTF8 { unsafe append(UnsafeRawBufferPointer($0)) }
    }

    /// Writes bytes, which should be UTF-8. The host replaces those that are not.
    public mutating func write(_ content: RawSpan) {
        unsafe content.withUnsafeBytes { unsafe append($0) }
    }

    /// Writes `value` in decimal.
    public mutating func write(_ value: some FixedWidthInteger & UnsignedInteger) {
        var rest = UInt64(value)
        // 20 digits hold 64 bits.
        var digits: InlineArray<20, UInt8> = .init(repeating: 0)
        var start = digits.count
        repeat {
            start -= 1
            digits[start] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        } while rest > 0
        unsafe write(digits.span.bytes.extracting(start..<digits.count))
    }

    /// Writes `value` in hexadecimal with `0x` and all its digits.
    public mutating func writeHex(_ value: some FixedWidthInteger & UnsignedInteger) {
        write("0x")
        var digits: InlineArray<16, UInt8> = .init(repeating: 0)
        let count = value.bitWidth / 4
        for index in 0..<count {
            let digit = UInt8(truncatingIfNeeded: value >> (4 * (count - 1 - index))) & 0xF
            digits[index] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
        }
        unsafe write(digits.span.bytes.extracting(0..<count))
    }

    /// Writes the NUL that follows each text, so that the host can take a text as C's where it is.
    mutating func terminate() {
        write("\0")
    }

    /// Appends to the plan's bytes. The pool's memory holds `byte_room` bytes, of which `byte_count` are written.
    private mutating func append(_ content: UnsafeRawBufferPointer) {
        guard let start = content.baseAddress, content.count > 0 else { return }
        let room = unsafe memory.pointee.byte_room
        let needed = unsafe memory.pointee.byte_count + content.count
        if needed > room {
            let larger = max(needed, 2 * room, 512)
            unsafe memory.pointee.bytes = memory.pointee.resize(memory.pointee.pool, memory.pointee.bytes, larger)!
                .assumingMemoryBound(to: UInt8.self)
            unsafe memory.pointee.byte_room = larger
        }
        unsafe UnsafeMutableRawPointer(memory.pointee.bytes + memory.pointee.byte_count)
            .copyMemory(from: start, byteCount: content.count)
        unsafe memory.pointee.byte_count = needed
    }
}
