// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import FernwireTool

@Suite struct UTCTests {
    @Test("A time in UTC is read in both forms, and given back")
    func times() {
        for (text, seconds) in [
            ("1970-01-01T00:00:00Z", 0), ("2023-11-14T22:13:20Z", 1_700_000_000),
            ("2024-02-29T23:59:59Z", 1_709_251_199),
            ("9999-12-31T23:59:59Z", 253_402_300_799),
        ] as [(String, UInt64)] {
            #expect(UTC.seconds(text) == seconds && UTC.iso8601(seconds) == text)
            let words: String = UTC.text(seconds)
            #expect(UTC.seconds(words) == seconds)
        }
    }

    @Test(
        "A text that is no time, or no day of the calendar, is refused",
        arguments: [
            "", "now", "2023-11-14", "2023-11-14T22:13:20", "2023-11-14T22:13:20+01:00", "2023-02-29T00:00:00Z",
            "2023-13-01T00:00:00Z", "2023-00-01T00:00:00Z", "2023-01-01T24:00:00Z", "2023-01-01T00:60:00Z",
            "2023-01-01T00:00:60Z", "1969-12-31T23:59:59Z", "20x3-11-14T22:13:20Z", "2023-11-14t22:13:20Z",
            "2023-11-14T22:13:20Z ", "０023-11-14T22:13:20Z",
        ]) func noTimes(_ text: String)
    {
        #expect(UTC.seconds(text) == nil)
    }

    @Test("A number of seconds is told in its two largest units")
    func durations() {
        for (seconds, words) in [
            (0, "0 seconds"), (1, "1 second"), (60, "1 minute"), (61, "1 minute 1 second"), (3600, "1 hour"),
            (3659, "1 hour"), (7_260, "2 hours 1 minute"), (86_400 * 2 + 3600 * 3 + 5, "2 days 3 hours"),
            (31_536_000 + 86_400, "1 year 1 day"), (.max, "584942417355 years 26 days"),
        ] as [(UInt64, String)] {
            #expect(UTC.words(seconds) == words)
        }
    }
}
