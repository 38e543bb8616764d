// SPDX-License-Identifier: Apache-2.0
import Foundation

/// A page of the documentation, taken apart into what its fences hold. CONTRIBUTING.md says what they look like.
struct DocumentPage {
    /// What becomes of a fence.
    enum Use: Equatable {
        /// The commands must end well.
        case run
        /// The last command is a server, which goes on while the next blocks run.
        case leaveRunning
        /// Each command behind `$` must print what follows it.
        case compare
        /// Commands that are not run, for a reason that the page gives.
        case excused(reason: String)
        /// No commands.
        case none
    }

    struct Block {
        /// Of the fence, from 1.
        var line: Int
        var use: Use
        var text: String
    }

    private(set) var blocks: [Block] = []
    /// Fences whose use cannot be told, each with its line.
    private(set) var problems: [String] = []

    init(_ markdown: String) {
        let lines = markdown.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var index = 0
        while index < lines.count {
            defer { index += 1 }
            guard lines[index].hasPrefix("```") else { continue }
            let first = index
            index += 1
            while index < lines.count, lines[index] != "```" { index += 1 }
            guard index < lines.count else {
                problems.append("line \(first + 1): the fence has no end")
                return
            }
            let text = lines[first + 1..<index].map { $0 + "\n" }.joined()
            add(text, language: String(lines[first].dropFirst(3)), remark: first > 0 ? lines[first - 1] : "", first + 1)
        }
    }

    private mutating func add(_ text: String, language: String, remark: String, _ line: Int) {
        let said = remark.wholeMatch(of: /<!-- (.*) -->/).map { String($0.1) }
        let reason = said?.wholeMatch(of: /not run: (.+)/).map { String($0.1) }
        switch (language, reason, said) {
        case ("sh", let reason?, _), ("console", let reason?, _): append(.excused(reason: reason))
        case ("sh", nil, "left running"): append(.leaveRunning)
        case ("sh", nil, nil): append(.run)
        case ("console", nil, nil): append(.compare)
        case ("text", nil, nil), ("lua", nil, nil): append(.none)
        default:
            problems.append("line \(line): a fence of \"\(language)\" after \"\(remark)\": see CONTRIBUTING.md")
        }

        func append(_ use: Use) { blocks.append(Block(line: line, use: use, text: text)) }
    }
}

extension DocumentPage.Block {
    /// The commands of a ``DocumentPage/Use/compare`` block, with what each must print.
    var comparisons: [(command: String, output: String)] {
        text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().reduce(into: []) { found, line in
            if line.hasPrefix("$ ") {
                found.append((String(line.dropFirst(2)), ""))
            } else if !found.isEmpty {
                found[found.count - 1].output += line + "\n"
            }
        }
    }
}
