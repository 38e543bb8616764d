// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@testable import FernwireTool

/// The rows of `fernwire export` as they are written.
@Suite struct RowWriterTests {
    /// Returns what the file of a writer has, once `body` has put its rows.
    ///
    /// - Parameter isFlushed: whether what is held back is written, too.
    private func written(
        _ format: ExportFormat, _ table: ExportTable?, isFlushed: Bool = true, _ body: (inout RowWriter) throws -> Void
    ) throws -> String {
        let path = FileManager.default.temporaryDirectory.appending(path: "fernwire-\(UUID()).rows").path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        var rows = RowWriter(format, table: table, to: try OutputFile(path: path, replacing: false))
        try body(&rows)
        if isFlushed { try rows.flush() }
        return try String(contentsOfFile: path, encoding: .utf8)
    }

    @Test("A row of JSON is an object with its values, and a list has commas between its texts")
    func json() throws {
        let text = try written(.json, .records) { rows in
            let isWanted = rows.begin(.records)
            rows.put("frame", 7)
            rows.put("direction", "client")
            for names in [[], ["one"], ["one", "two", "three"]] { rows.put("weaknesses", names) }
            try rows.end()
            let isOther = rows.begin(.sessions)
            #expect(isWanted && !isOther)
        }
        #expect(
            text == #"{"kind":"record","frame":7,"direction":"client","weaknesses":[],"weaknesses":["one"],"#
                + #""weaknesses":["one","two","three"]}"# + "\n")
    }

    @Test("A row of CSV has a comma between any two columns, whether they have a value or not")
    func csv() throws {
        let text = try written(.csv, .notes) { rows in
            _ = rows.begin(.notes)
            rows.put("frame", 7)
            rows.put("time", text: Array("noon".utf8))
            rows.put("severity", "warn")
            rows.put("text", text: Array(#"a,"b""#.utf8))
            try rows.end()
            _ = rows.begin(.notes)
            rows.put("capture", text: Array("x".utf8))
            try rows.end()
        }
        #expect(
            text == "capture,frame,time,stream,session,severity,group,note,text\r\n"
                + ",7,noon,,,warn,,,\"a,\"\"b\"\"\"\r\n" + "x,,,,,,,,\r\n")
    }

    @Test("A duration has nine decimals, and a minus only below zero")
    func durations() throws {
        for (nanoseconds, expected) in [
            (0, "0.000000000"), (1, "0.000000001"), (-1, "-0.000000001"), (999_999_999, "0.999999999"),
            (12_000_000_000, "12.000000000"), (.min, "-9223372036.854775808"),
        ] as [(Int64, String)] {
            let text = try written(.json, nil) { rows in
                _ = rows.begin(.records)
                rows.put("response_time", nanoseconds: nanoseconds)
                try rows.end()
            }
            #expect(text == "{\"kind\":\"record\",\"response_time\":\(expected)}\n")
        }
    }

    @Test("Rows are held back until they have 64 KiB, and then all are written")
    func blocks() throws {
        let frame = "{\"kind\":\"record\",\"plaintext\":\"\"}\n".utf8.count
        for (count, shown) in [(65_535, 0), (65_536, 65_536)] {
            let text = try written(.json, nil, isFlushed: false) { rows in
                for part in [1_000, count - 1_000] {
                    _ = rows.begin(.records)
                    rows.put("plaintext", text: Array(repeating: UInt8(ascii: "x"), count: part - frame))
                    try rows.end()
                }
            }
            #expect(text.utf8.count == shown)
        }
    }
}
