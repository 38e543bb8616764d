// SPDX-License-Identifier: Apache-2.0

/// Times as ISO 8601 writes them, such as `2026-07-01T12:00:00.123456789Z`. Most fall into the second of the one before.
struct TimeText {
    private var second: UInt64 = .max
    /// The text up to the point.
    private var whole: [UInt8] = []

    mutating func text(_ nanoseconds: UInt64) -> [UInt8] {
        let (second, fraction) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        if second != self.second {
            self.second = second
            let (date, clock) = UTC.text(second)
            whole = Array("\(date)T\(clock).".utf8)
        }
        return whole + String(fraction + 1_000_000_000).utf8.dropFirst() + [UInt8(ascii: "Z")]
    }
}
