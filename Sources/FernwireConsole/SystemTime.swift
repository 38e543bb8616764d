// SPDX-License-Identifier: Apache-2.0
import Glibc

/// The system's clock.
public enum SystemTime {
    /// The time in nanoseconds since 1970.
    public static var nanoseconds: UInt64 {
        let time = now
        return UInt64(clamping: time.tv_sec) * 1_000_000_000 + UInt64(clamping: time.tv_nsec)
    }

    /// The time in UTC with milliseconds, as in RFC 3339, such as `2026-11-24T22:47:21.123Z`.
    package static var text: String {
        var time = now
        var parts = tm()
        gmtime_r(&time.tv_sec, &parts)
        var text = [UInt8]("0000-00-00T00:00:00.000Z".utf8)
        let numbers = [
            (end: 4, Int(parts.tm_year) + 1900), (7, Int(parts.tm_mon) + 1), (10, Int(parts.tm_mday)),
            (13, Int(parts.tm_hour)), (16, Int(parts.tm_min)), (19, Int(parts.tm_sec)), (23, time.tv_nsec / 1_000_000),
        ]
        for (end, number) in numbers {
            var (place, rest) = (end, number)
            while rest > 0 {
                place -= 1
                text[place] = UInt8(ascii: "0") + UInt8(rest % 10)
                rest /= 10
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static var now: timespec {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return time
    }
}
