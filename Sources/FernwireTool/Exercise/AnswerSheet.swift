// SPDX-License-Identifier: Apache-2.0
import FernwireConsole

/// What a student answered: lines of `FIELD = VALUE`.
struct AnswerSheet {
    /// The values by the normal form of what is before the `=`. A value that was not written is not there.
    private var values: [String: String] = [:]
    /// What is before the `=` in lines that answer no question, with the numbers of the lines.
    private var keys: [(line: Int, text: String)] = []

    /// The most lines with something in them.
    static let lineLimit = 1000

    /// - Parameter path: the path of the file, for errors.
    init(_ bytes: [UInt8], path: String) throws(CommandError) {
        let lines = try TextLines(bytes, path: path).numbered
        guard lines.count <= Self.lineLimit else {
            throw CommandError("\(path) has more than \(Self.lineLimit) lines, the limit for answers")
        }
        var lineOfKey: [String: Int] = [:]
        for (number, line) in lines {
            guard let sign = line.firstIndex(of: "=") else {
                throw CommandError(
                    "\(path): line \(number) has no =; write FIELD = VALUE, as \(TaskText.sheetName) has it")
            }
            let key = line[..<sign].normalized
            if let other = lineOfKey[key] {
                throw CommandError("\(path): lines \(other) and \(number) answer the same question: leave out one")
            }
            lineOfKey[key] = number
            keys.append((number, line[..<sign].withoutBlanks))
            let value = line[line.index(after: sign)...].withoutBlanks
            if !value.normalized.isEmpty { values[key] = value }
        }
    }

    /// Returns the value that was written for a question; `nil` for none.
    func value(for question: Question) -> String? { values[question.text.normalized] }

    /// Returns the lines that answer none of `questions`.
    func strangers(to questions: [Question]) -> [(line: Int, text: String)] {
        let known = Set(questions.map(\.text.normalized))
        return keys.filter { !known.contains($0.text.normalized) }
    }
}

extension StringProtocol {
    /// The text in small letters, without quotes, and with one blank where there are several: what people copy differs in
    /// these.
    var normalized: String {
        let quotes: Set<Character> = ["\"", "'", "`", "\u{B4}", "«", "»", "‘", "’", "‚", "“", "”", "„"]
        return lowercased().filter { !quotes.contains($0) }.split(whereSeparator: \.isWhitespace)
            .joined(separator: " ")
    }
}
