// SPDX-License-Identifier: Apache-2.0
import Glibc

/// How far a transfer is, on the terminal's last line; nothing where standard error is no terminal.
package struct ProgressBar {
    private let name: String
    private let total: UInt64
    private let unit: Unit
    private let begin = ContinuousClock.now
    private var drawn = ContinuousClock.now
    private let isShown = isatty(STDERR_FILENO) == 1

    private static let width = 30
    private static let interval = Duration.milliseconds(100)

    /// What is counted.
    package enum Unit {
        case bytes, messages, captures
    }

    package init(_ name: String, total: UInt64, unit: Unit = .bytes) {
        self.unit = unit
        self.name = name
        self.total = total
    }

    /// Draws at most ten times a second, and at the end.
    package mutating func show(_ done: UInt64) {
        let now = ContinuousClock.now
        guard isShown, now - drawn >= Self.interval || done == total else { return }
        drawn = now
        let line = text(done, after: now - begin) + (done == total ? "\n" : "")
        StandardOutput.write(Array(line.utf8), to: .standardError)
    }

    func text(_ done: UInt64, after time: Duration) -> String {
        let share = total == 0 ? 1 : min(Double(done) / Double(total), 1)
        let filled = Int(share * Double(Self.width))
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: Self.width - filled)
        let seconds = max(Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18, 0.001)
        let rate = Double(done) / seconds
        let left = rate > 0 ? Int(Double(max(total, done) - done) / rate) : 0
        let speed =
            switch unit {
            case .bytes: "\((rate / 1e5).rounded() / 10) MB/s"
            case .messages: "\(Int(rate)) messages/s"
            case .captures: "\((rate * 10).rounded() / 10) captures/s"
            }
        return "\r\(name) [\(bar)] \(Int(share * 100)) %, \(speed), \(left) s left \u{1B}[K"
    }
}
