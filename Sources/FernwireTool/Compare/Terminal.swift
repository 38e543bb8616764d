// SPDX-License-Identifier: Apache-2.0
import Glibc

/// How wide standard output is, and whether it has colours.
struct Terminal {
    let width: Int
    let hasColours: Bool

    private static let standardWidth = 100
    /// Below it nothing fits side by side; above it no line is read.
    private static let widths = 50...400

    init() {
        var size = winsize()
        let isTerminal = isatty(STDOUT_FILENO) == 1
        let said = isTerminal && ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 ? Int(size.ws_col) : 0
        let columns = said > 0 ? said : Self.variable("COLUMNS").flatMap { Int($0) } ?? Self.standardWidth
        width = min(max(columns, Self.widths.lowerBound), Self.widths.upperBound)
        // https://no-color.org
        hasColours = isTerminal && Self.variable("NO_COLOR") == nil && Self.variable("TERM") != "dumb"
    }

    private static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    func bold(_ text: String) -> String { styled(text, "1") }

    /// Returns a text in the colour of what everyone can read.
    func alarming(_ text: String) -> String { styled(text, "31") }

    private func styled(_ text: String, _ code: String) -> String {
        hasColours ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
