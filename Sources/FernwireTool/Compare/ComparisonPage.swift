// SPDX-License-Identifier: Apache-2.0
import FernwireConsole
import FernwireWire

/// Two sessions side by side.
struct ComparisonPage {
    let a: SniffedSession
    let b: SniffedSession
    let terminal: Terminal

    private static let separator = " │ "

    var lines: [String] {
        let clocks = [SessionClock(a), SessionClock(b)]
        let timeWidth = clocks.map(\.width).max() ?? 0
        // Arrow, then a time and a text for each.
        let width = max((terminal.width - 2 - Columns.width(Self.separator)) / 2 - timeWidth - 1, 1)
        let rows = Alignment.rows(a.frames, b.frames).map { row in
            let cells = zip([row.a, row.b], clocks).map { cell($0, $1, timeWidth: timeWidth, width: width) }
            let arrow = (row.a ?? row.b)?.direction == .fromClient ? "→" : "←"
            return trimmed("\(arrow) \(cells[0])\(Self.separator)\(cells[1])")
        }
        return [title("A", a), title("B", b), "", heading(timeWidth, width)] + rows + notes("A", a) + notes("B", b)
    }

    private func title(_ name: String, _ session: SniffedSession) -> String {
        let suite = session.leaks.suite?.name.description ?? "suite unknown"
        let begin = session.frames.first?.time.map { ", \(UTC.text($0 / 1_000_000_000) as String)" } ?? ""
        let path = harmless(Array(session.path.utf8))
        let stream = session.stream == 0 ? "" : ", tcp.stream \(session.stream)"
        return Columns.fit("\(name)  \(suite)\(begin)\(stream), \(path)", terminal.width)
    }

    private func heading(_ timeWidth: Int, _ width: Int) -> String {
        func side(_ name: String) -> String { Columns.right("s", timeWidth) + " " + Columns.pad(name, width) }
        return terminal.bold(trimmed("  \(side("A"))\(Self.separator)\(side("B"))"))
    }

    private func cell(_ frame: SniffedFrame?, _ clock: SessionClock, timeWidth: Int, width: Int) -> String {
        guard let frame else { return String(repeating: " ", count: timeWidth + 1 + width) }
        let text = Columns.pad(frame.text.fitted(to: width), width)
        let time = Columns.right(clock.text(frame.time), timeWidth)
        return "\(time) \(frame.text.isContent ? terminal.alarming(text) : text)"
    }

    private func trimmed(_ line: String) -> String {
        String(line.reversed().drop { $0 == " " }.reversed())
    }

    /// What the rows do not show.
    private func notes(_ name: String, _ session: SniffedSession) -> [String] {
        var notes: [String] = []
        if session.more > 0 { notes.append("… and \(session.more) more frames in \(name)") }
        if session.missing > 0 { notes.append("\(name) lacks \(session.missing) bytes that were sent") }
        if session.skipped > 0 { notes.append("\(name) has \(session.skipped) bytes that are no frames") }
        return notes.map { Columns.fit($0, terminal.width) }
    }
}

/// Times since a session's first frame.
private struct SessionClock {
    private let begin: Int128?
    private let places: Int
    let width: Int

    init(_ session: SniffedSession) {
        let times = session.frames.compactMap { $0.time }
        begin = session.frames.first?.time.map { Int128($0) }
        // A session on one machine lasts milliseconds.
        places = Int128(times.max() ?? 0) - (begin ?? 0) < 1_000_000_000 ? 4 : 3
        let (begin, places) = (begin, places)
        width = session.frames.map { Self.text($0.time, since: begin, places: places).count }.max() ?? 0
    }

    func text(_ time: UInt64?) -> String { Self.text(time, since: begin, places: places) }

    private static func text(_ time: UInt64?, since begin: Int128?, places: Int) -> String {
        guard let time, let begin else { return "?" }
        let since = Int128(time) - begin
        return (since < 0 ? "-" : "") + UTC.decimal(since.magnitude, unit: 1_000_000_000, places: places)
    }
}
