// SPDX-License-Identifier: Apache-2.0

/// Cuts bytes that come in pieces into lines.
struct LineSplitter {
    private let limit: Int
    private var pending: [UInt8] = []
    /// Whether a part of the line was given before.
    private var isWithinLine = false

    /// - Parameter limit: the most bytes of a line that are kept together; a longer one is given in parts.
    init(limit: Int) {
        self.limit = limit
    }

    /// The bytes after the last end of a line; `nil` for none.
    var last: [UInt8]? { pending.isEmpty ? nil : Self.repaired(pending) }

    /// Takes the next bytes, and returns the lines that they complete.
    mutating func lines(_ bytes: ArraySlice<UInt8>) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var rest = bytes
        while !rest.isEmpty {
            let end = rest.firstIndex(of: UInt8(ascii: "\n"))
            let part = rest[..<(end ?? rest.endIndex)].prefix(limit - pending.count)
            pending += part
            rest = rest[part.endIndex...]
            let isEnded = part.endIndex == end
            if isEnded {
                rest = rest.dropFirst()
                if pending.last == UInt8(ascii: "\r") { pending.removeLast() }
            }
            guard isEnded || pending.count == limit else { break }
            // The end alone of a line whose parts were given is no line more.
            if !(isEnded && isWithinLine && pending.isEmpty) { lines.append(Self.repaired(pending)) }
            isWithinLine = !isEnded
            pending = []
        }
        return lines
    }

    /// Replaces bytes that are not UTF-8, at which a peer would end the session.
    private static func repaired(_ line: [UInt8]) -> [UInt8] {
        String(validating: line, as: UTF8.self) == nil ? Array(String(decoding: line, as: UTF8.self).utf8) : line
    }
}
