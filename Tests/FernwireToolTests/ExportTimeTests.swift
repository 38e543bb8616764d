// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import FernwireTool

/// The times in the rows of `fernwire export`.
@Suite struct ExportTimeTests {
    @Test("A time has its own second and nine decimals, whatever time was written before it") func times() {
        var times = TimeText()
        for (nanoseconds, expected) in [
            (0, "1970-01-01T00:00:00.000000000Z"), (999_999_999, "1970-01-01T00:00:00.999999999Z"),
            (1_000_000_000, "1970-01-01T00:00:01.000000000Z"),
            (1_700_000_000_000_000_001, "2023-11-14T22:13:20.000000001Z"),
            (1_700_000_000_500_000_000, "2023-11-14T22:13:20.500000000Z"), (5, "1970-01-01T00:00:00.000000005Z"),
        ] as [(UInt64, String)] {
            let text = String(decoding: times.text(nanoseconds), as: UTF8.self)
            #expect(text == expected)
        }
    }
}
