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
