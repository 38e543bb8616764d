// SPDX-License-Identifier: Apache-2.0

/// The lengths of records, and what they allow for the content.
struct LengthTable {
    private let sides: [[SessionLeaks.Length: Int]]
    /// The lengths, the shortest first.
    private let lengths: [SessionLeaks.Length]

    /// The most lengths that are listed.
    private static let limit = 16

    init(_ sides: [SessionLeaks.Side]) {
        self.sides = sides.map(\.lengths)
        lengths = Set(self.sides.flatMap(\.keys)).sorted {
            ($0.payload, $0.content?.lowerBound ?? 0) < ($1.payload, $1.content?.lowerBound ?? 0)
        }
    }

    /// A sentence on how much a length gives away; `nil` without records.
    var summary: String? {
        guard !lengths.isEmpty else { return nil }
        return switch lengths.compactMap({ $0.content?.count }).max() {
        case nil: "Without its suite a record's length gives no more than a limit of its content's:"
        case 1: "A record's length gives its content's to the byte:"
        case .some(...16): "A record's length gives its content's to within 16 bytes:"
        case .some: "A record's length gives no more than a limit of its content's:"
        }
    }

    /// The lines of the table, one for each length.
    var lines: [String] {
        guard !lengths.isEmpty else { return [] }
        // The lengths that come most often are chosen where there are many.
        let chosen = Set(lengths.sorted { count($0) > count($1) }.prefix(Self.limit))
        let rows = lengths.filter { chosen.contains($0) }.map { length in
            row([length.payload] + sides.map { $0[length] ?? 0 }, Self.text(length.content))
        }
        let rest = lengths.count - rows.count
        return [row(["bytes", "→", "←"], "content")] + rows + (rest > 0 ? ["… and \(rest) more lengths"] : [])
    }

    private func count(_ length: SessionLeaks.Length) -> Int { sides.reduce(0) { $0 + ($1[length] ?? 0) } }

    private func row(_ cells: [some CustomStringConvertible], _ content: String) -> String {
        cells.map { Columns.right($0.description, 8) }.joined() + "   " + content
    }

    private static func text(_ content: ClosedRange<Int>?) -> String {
        guard let content else { return "?" }
        if content.count == 1 { return LeakReport.count(content.lowerBound, "byte") }
        return "\(content.lowerBound) to \(content.upperBound) bytes"
    }
}
