// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Times for people.
enum UTC {
    /// Returns date and time of day of a number of seconds since 1970, which a peer may have made up.
    static func text(_ seconds: UInt64) -> (date: String, clock: String) {
        var parts = tm()
        guard var time = time_t(exactly: seconds), gmtime_r(&time, &parts) != nil else {
            return ("second", "\(seconds)")
        }
        func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return (
            "\(Int(parts.tm_year) + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))",
            "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))"
        )
    }

    static func text(_ seconds: UInt64) -> String {
        let (date, clock) = text(seconds)
        return "\(date) \(clock) UTC"
    }

    /// The last second of the year 9999, after which ISO 8601 has no date.
    static let endOf9999: UInt64 = 253_402_300_799

    /// Returns the same as ISO 8601 writes it, such as `2026-07-01T12:00:00Z`; `nil` after the year 9999.
    ///
    /// - Parameter fraction: what follows the seconds, such as `.5`.
    static func iso8601(_ seconds: UInt64, fraction: String = "") -> String? {
        guard seconds <= endOf9999 else { return nil }
        let (date, clock) = text(seconds)
        return "\(date)T\(clock)\(fraction)Z"
    }

    /// Reads a time in UTC as ISO 8601 writes it, such as `2026-07-01T12:00:00Z`, or as ``text(_:)`` does.
    ///
    /// - Returns: seconds since 1970; `nil` for any other text, and for a time before 1970.
    static func seconds(_ text: String) -> UInt64? {
        let forms = ["0000-00-00T00:00:00Z", "0000-00-00 00:00:00 UTC"]
        let given = Array(text.utf8)
        let isOfForm = forms.contains { form in
            given.count == form.utf8.count
                && zip(form.utf8, given).allSatisfy { $0 == UInt8(ascii: "0") ? isDigit($1) : $0 == $1 }
        }
        guard isOfForm else { return nil }
        func number(_ range: Range<Int>) -> Int32 { given[range].reduce(0) { 10 * $0 + Int32($1 - UInt8(ascii: "0")) } }
        var parts = tm()
        (parts.tm_year, parts.tm_mon, parts.tm_mday) = (number(0..<4) - 1900, number(5..<7) - 1, number(8..<10))
        (parts.tm_hour, parts.tm_min, parts.tm_sec) = (number(11..<13), number(14..<16), number(17..<19))
        guard let seconds = UInt64(exactly: timegm(&parts)) else { return nil }
        // timegm takes February 30 for a day of March.
        let (date, clock) = self.text(seconds)
        return text.hasPrefix(date) && text.dropFirst(11).hasPrefix(clock) ? seconds : nil
    }

    private static func isDigit(_ character: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(character)
    }

    /// Returns a number of seconds in the two largest units that it fills.
    static func words(_ seconds: UInt64) -> String {
        // A year has 365 days here.
        let units: [(size: UInt64, name: String)] = [
            (31_536_000, "year"), (86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second"),
        ]
        guard let first = units.firstIndex(where: { $0.size <= seconds }) else { return "0 seconds" }
        var rest = seconds
        var parts: [String] = []
        for unit in units[first...].prefix(2) {
            let count = rest / unit.size
            rest %= unit.size
            if count > 0 { parts.append("\(count) \(unit.name)\(count == 1 ? "" : "s")") }
        }
        return parts.joined(separator: " ")
    }

    /// Returns a number of nanoseconds in the unit that fits it.
    static func duration(_ nanoseconds: Int128) -> String {
        let count = nanoseconds.magnitude
        return switch count {
        case ..<1_000_000: "\(decimal(count, unit: 1_000_000, places: 3)) ms"
        case ..<1_000_000_000: "\(decimal(count, unit: 1_000_000, places: 1)) ms"
        case ..<120_000_000_000: "\(decimal(count, unit: 1_000_000_000, places: 2)) s"
        case ..<7_200_000_000_000: "\(count / 60_000_000_000) min"
        case ..<172_800_000_000_000: "\(decimal(count, unit: 3_600_000_000_000, places: 1)) h"
        default: "\(count / 86_400_000_000_000) days"
        }
    }

    /// Returns `count` in units of `unit`, cut after so many places.
    static func decimal(_ count: UInt128, unit: UInt128, places: Int) -> String {
        var (digits, rest) = ("", count % unit)
        for _ in 0..<places {
            rest *= 10
            digits += "\(rest / unit)"
            rest %= unit
        }
        return "\(count / unit).\(digits)"
    }
}
