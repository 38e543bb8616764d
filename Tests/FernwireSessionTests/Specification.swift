// SPDX-License-Identifier: Apache-2.0
import FernwireWire
import Foundation
import Testing

/// The test vectors of PROTOCOL.md §12, read from the page itself.
enum Specification {
    static let document = Result {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: "docs/PROTOCOL.md"), encoding: .utf8)
    }

    /// The named byte strings of one session.
    struct Example {
        var values: [String: [UInt8]] = [:]
        var frameNames: [String] = []

        subscript(name: String) -> [UInt8] {
            get throws { try #require(values[name], "\(name)") }
        }

        func payload(_ name: String) throws -> [UInt8] { try frame(name).payload }

        func frame(_ name: String) throws -> (header: FrameHeader, bytes: [UInt8], payload: [UInt8]) {
            let bytes = try self["\(name) frame"]
            return (FrameHeader(decoding: bytes.rawSpan), bytes, Array(bytes[Wire.headerLength...]))
        }

        /// The names of a direction's records, or of both directions'.
        func records(_ direction: Direction? = nil) -> [String] {
            frameNames.filter { name in
                name.contains(" record ") && (direction.map { name.hasPrefix("\($0.sender)") } ?? true)
            }
        }
    }

    /// An input, and the answer to it: an alert's name, `-` or `accepted`.
    struct Refusal {
        var title: String
        var answer: String
        /// A field that stands more than once has its values in order.
        var fields: [String: [[UInt8]]] = [:]

        subscript(name: String) -> [UInt8] {
            get throws { try #require(fields[name]?.last, "\(name) of \(title)") }
        }
    }

    private static func block(_ heading: String) throws -> [Substring] {
        let parts = try document.get().components(separatedBy: "```\(heading)\n")
        try #require(parts.count == 2, "\(heading)")
        return parts[1].components(separatedBy: "```")[0].split(separator: "\n")
    }

    static func example(_ suite: String) throws -> Example {
        var example = Example()
        var name = ""
        for line in try block("example \(suite)") {
            if line.hasSuffix(":") {
                name = String(line.dropLast())
                if name.hasSuffix(" frame") { example.frameNames.append(String(name.dropLast(6))) }
            } else {
                example.values[name, default: []] += try bytes(line)
            }
        }
        return example
    }

    static func refusals(_ kind: String) throws -> [Refusal] {
        var found: [Refusal] = []
        var name = ""
        for line in try block("refusal \(kind)") {
            if !line.hasPrefix(" ") {
                let colon = try #require(line.range(of: ": ", options: .backwards))
                found.append(
                    Refusal(title: String(line[..<colon.lowerBound]), answer: String(line[colon.upperBound...])))
            } else if let equals = line.firstIndex(of: "=") {
                name = line[..<equals].trimmingCharacters(in: .whitespaces)
                found[found.count - 1].fields[name, default: []].append(try bytes(line[equals...].dropFirst()))
            } else {
                let last = found.count - 1
                let place = try #require(found[last].fields[name]).count - 1
                found[last].fields[name]?[place] += try bytes(line)
            }
        }
        try #require(found.count > 5)
        return found
    }

    /// Hexadecimal, or `NN*COUNT`.
    private static func bytes(_ line: Substring) throws -> [UInt8] {
        let parts = line.trimmingCharacters(in: .whitespaces).split(separator: "*")
        guard let digits = parts.first else { return [] }
        let bytes = try stride(from: 0, to: digits.count, by: 2).map { offset in
            let start = digits.index(digits.startIndex, offsetBy: offset)
            return try #require(UInt8(digits[start..<digits.index(start, offsetBy: 2)], radix: 16))
        }
        guard parts.count == 2 else { return bytes }
        return [UInt8](repeating: bytes[0], count: try #require(Int(parts[1])))
    }
}
