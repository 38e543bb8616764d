// SPDX-License-Identifier: Apache-2.0
import FernwireWire
import Foundation
import Testing

/// What PROTOCOL.md §12.2 says is refused, read from the page itself.
struct FernwireRefusal {
    let title: String
    /// An alert's name, `-` or `accepted`.
    let answer: String
    /// The last of the inputs, to which the answer is.
    private(set) var bytes: [UInt8] = []

    static func all(of kind: String) throws -> [FernwireRefusal] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = try String(contentsOf: root.appending(path: "docs/PROTOCOL.md"), encoding: .utf8)
        let parts = page.components(separatedBy: "```refusal \(kind)\n")
        try #require(parts.count == 2, "\(kind)")
        var found: [FernwireRefusal] = []
        for line in parts[1].components(separatedBy: "```")[0].split(separator: "\n") {
            if !line.hasPrefix(" ") {
                let colon = try #require(line.range(of: ": ", options: .backwards))
                found.append(
                    FernwireRefusal(title: String(line[..<colon.lowerBound]), answer: String(line[colon.upperBound...]))
                )
            } else if let equals = line.firstIndex(of: "=") {
                found[found.count - 1].bytes = try bytes(line[equals...].dropFirst())
            } else {
                found[found.count - 1].bytes += try bytes(line)
            }
        }
        return found
    }

    private init(title: String, answer: String) {
        (self.title, self.answer) = (title, answer)
    }

    /// Hexadecimal, or `NN*COUNT`.
    private static func bytes(_ line: Substring) throws -> [UInt8] {
        let parts = line.trimmingCharacters(in: .whitespaces).split(separator: "*")
        let digits = Array(parts.first ?? "")
        let bytes = try stride(from: 0, to: digits.count, by: 2).map { offset in
            try #require(UInt8(String(digits[offset..<offset + 2]), radix: 16))
        }
        guard parts.count == 2 else { return bytes }
        return [UInt8](repeating: bytes[0], count: try #require(Int(parts[1])))
    }
}
