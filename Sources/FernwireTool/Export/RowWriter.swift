// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FernwireConsole

/// The forms of an export.
enum ExportFormat: String, CaseIterable, ExpressibleByArgument {
    /// A line for each row, an object of JSON. A value that is not known is left out.
    case json
    /// Comma-separated values, RFC 4180, with a line of names. A value that is not known is empty.
    case csv
}

/// Writes rows, whose values come in the order of the table's columns.
struct RowWriter: ~Copyable {
    private let format: ExportFormat
    /// The table that is written; `nil` for all.
    private let table: ExportTable?
    private let output: OutputFile
    private var line: [UInt8] = []
    private var columns: [String] = []
    /// The column after the last one that has a value.
    private var column = 0
    private var time = TimeText()

    /// The bytes that are gathered before they are written.
    private static let block = 1 << 16

    init(_ format: ExportFormat, table: ExportTable?, to output: OutputFile) {
        (self.format, self.table, self.output) = (format, table, output)
        line.reserveCapacity(2 * Self.block)
        if format == .csv, let table { line += Array((table.columns.joined(separator: ",") + "\r\n").utf8) }
    }

    /// Begins a row, if its table is wanted.
    mutating func begin(_ table: ExportTable) -> Bool {
        guard self.table == nil || self.table == table else { return false }
        (columns, column) = (table.columns, 0)
        if format == .json {
            write("{\"kind\":\"")
            write(table.kind)
            write("\"")
        }
        return true
    }

    mutating func end() throws(CommandError) {
        switch format {
        case .json: write("}\n")
        case .csv:
            for _ in max(column, 1)..<columns.count { line.append(UInt8(ascii: ",")) }
            write("\r\n")
        }
        if line.count >= Self.block { try flush() }
    }

    mutating func flush() throws(CommandError) {
        guard !line.isEmpty else { return }
        try output.write(line)
        line.removeAll(keepingCapacity: true)
    }

    // MARK: Values

    mutating func put(_ name: StaticString, _ value: some FixedWidthInteger) {
        begin(name)
        write(value)
    }

    /// Writes one of our own words, in which there is nothing to quote.
    mutating func put(_ name: StaticString, _ word: StaticString) {
        begin(name)
        if format == .json { line.append(UInt8(ascii: "\"")) }
        write(word)
        if format == .json { line.append(UInt8(ascii: "\"")) }
    }

    mutating func put(_ name: StaticString, _ values: [String]) {
        switch format {
        case .csv: put(name, text: Array(values.joined(separator: " ").utf8))
        case .json:
            begin(name)
            write("[")
            for (index, value) in values.enumerated() {
                if index > 0 { write(",") }
                JSON.append(Array(value.utf8), to: &line)
            }
            write("]")
        }
    }

    /// Writes text, which may be any bytes.
    mutating func put(_ name: StaticString, text: [UInt8]) {
        begin(name)
        switch format {
        case .json: JSON.append(text, to: &line)
        case .csv: quoteForCSV(text)
        }
    }

    mutating func put(_ name: StaticString, id: UInt64) {
        put(
            name,
            text: Array(
                ("0x" + String(repeating: "0", count: id.leadingZeroBitCount / 4 - (id == 0 ? 1 : 0))
                    + String(id, radix: 16)).utf8))
    }

    /// Writes a time in nanoseconds since 1970, if it is one that programs can read.
    mutating func put(_ name: StaticString, time nanoseconds: UInt64?) {
        guard let nanoseconds, nanoseconds <= UInt64(Int64.max) else { return }
        put(name, text: time.text(nanoseconds))
    }

    /// Writes a duration in seconds.
    mutating func put(_ name: StaticString, nanoseconds: Int64) {
        begin(name)
        let size = nanoseconds.magnitude
        if nanoseconds < 0 { write("-") }
        write(size / 1_000_000_000)
        write(".")
        line += Array(String(size % 1_000_000_000 + 1_000_000_000).utf8.dropFirst())
    }

    // MARK: Parts

    private mutating func begin(_ name: StaticString) {
        switch format {
        case .json:
            write(",\"")
            write(name)
            write("\":")
        case .csv:
            let known = columns[column...].firstIndex { $0 == "\(name)" }
            guard let place = known else { preconditionFailure("no column \(name) comes after \(column)") }
            for _ in column..<place { line.append(UInt8(ascii: ",")) }
            if column > 0 { line.append(UInt8(ascii: ",")) }
            column = place + 1
        }
    }

    private mutating func write(_ text: StaticString) {
        text.withUTF8Buffer { line.append(contentsOf: $0) }
    }

    private mutating func write(_ value: some FixedWidthInteger) {
        if value >= 0, value < 10 { return line.append(UInt8(ascii: "0") + UInt8(value)) }
        line += Array("\(value)".utf8)
    }

    private mutating func quoteForCSV(_ text: [UInt8]) {
        let isPlain = text.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: ",") }
        guard !isPlain else {
            line += text
            return
        }
        line.append(UInt8(ascii: "\""))
        // Control characters are made visible, so that a row is a line, and no text of a peer steers a terminal.
        for byte in harmless(text).utf8 {
            line.append(byte)
            if byte == UInt8(ascii: "\"") { line.append(byte) }
        }
        line.append(UInt8(ascii: "\""))
    }
}
