// SPDX-License-Identifier: Apache-2.0

/// Writes one object of JSON on a line, member by member.
package struct JSONWriter {
    /// What was written. ``line()`` ends it.
    private var bytes: [UInt8] = [UInt8(ascii: "{")]
    private var isFirst = true

    package init() {
        bytes.reserveCapacity(1024)
    }

    /// Returns the object with its end, and a newline.
    package consuming func line() -> [UInt8] {
        bytes.append(UInt8(ascii: "}"))
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }

    /// Writes an object as a member, which `body` fills.
    package mutating func object(_ name: StaticString, _ body: (inout JSONWriter) -> Void) {
        begin(name)
        bytes.append(UInt8(ascii: "{"))
        isFirst = true
        body(&self)
        bytes.append(UInt8(ascii: "}"))
        isFirst = false
    }

    /// Writes text, which may be any bytes.
    ///
    /// - Parameter limit: the most bytes that are written of it; a longer text is cut, and ends with an ellipsis.
    package mutating func put(_ name: StaticString, text: [UInt8], limit: Int = .max) {
        begin(name)
        JSON.append(text.count <= limit ? text : Self.beginning(of: text, limit), to: &bytes)
    }

    package mutating func put(_ name: StaticString, _ text: String, limit: Int = .max) {
        put(name, text: Array(text.utf8), limit: limit)
    }

    /// Writes one of our own words, in which there is nothing to escape.
    package mutating func put(_ name: StaticString, word: StaticString) {
        begin(name)
        bytes.append(UInt8(ascii: "\""))
        write(word)
        bytes.append(UInt8(ascii: "\""))
    }

    package mutating func put(_ name: StaticString, _ number: some FixedWidthInteger) {
        begin(name)
        bytes += Array("\(number)".utf8)
    }

    package mutating func put(_ name: StaticString, _ isTrue: Bool) {
        begin(name)
        write(isTrue ? "true" : "false")
    }

    /// Writes a list of our own words.
    package mutating func put(_ name: StaticString, _ words: [String]) {
        begin(name)
        bytes.append(UInt8(ascii: "["))
        for (index, word) in words.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            JSON.append(Array(word.utf8), to: &bytes)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func begin(_ name: StaticString) {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        bytes.append(UInt8(ascii: "\""))
        write(name)
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func write(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    /// Returns the first `limit` bytes at most, without a part of a character, and an ellipsis.
    private static func beginning(of text: [UInt8], _ limit: Int) -> [UInt8] {
        var end = limit
        while end > 0, text[end] & 0xC0 == 0x80 { end -= 1 }
        return text[..<end] + Array("…".utf8)
    }
}
