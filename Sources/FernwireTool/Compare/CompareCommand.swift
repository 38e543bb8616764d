// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FernwireConsole

/// `fernwire compare`.
struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Lay two sessions side by side as a sniffer sees them, and say what still leaks.",
        discussion: """
            A and B are captures in pcapng of the same words, said in two suites. Keys inside them are not used: what is \
            shown is what everyone on the way can read. → is client to server, ← the answer; times are seconds since \
            the session's first frame.

            EXAMPLE:
              fernwire generate --scenario badge-plaintext --output a.pcapng
              fernwire generate --scenario badge-fernet --output b.pcapng
              fernwire compare a.pcapng b.pcapng
            """)

    @Argument(help: ArgumentHelp("Capture in pcapng, such as one of a session in plaintext.", valueName: "A"))
    var first: String

    @Argument(help: ArgumentHelp("Capture of the same scenario, such as one that is encrypted.", valueName: "B"))
    var second: String

    @Option(
        help: ArgumentHelp(
            "TCP connection to take, as tcp.stream counts; given twice, A's and B's. (default: the first with Fernwire)",
            valueName: "number"))
    var stream: [Int] = []

    func validate() throws {
        guard stream.count <= 2, stream.allSatisfy({ $0 >= 0 }) else {
            throw ValidationError("--stream must be a number from 0 on: give it once for both captures, or twice.")
        }
    }

    func run() throws {
        let sessions = [
            try SniffedSession(path: first, stream: stream.first),
            try SniffedSession(path: second, stream: stream.last),
        ]
        let terminal = Terminal()
        let page = ComparisonPage(a: sessions[0], b: sessions[1], terminal: terminal)
        var lines = page.lines
        for (name, session) in zip(["A", "B"], sessions) {
            lines += [""] + LeakReport(name: name, session.leaks, terminal).lines
        }
        StandardOutput.write(line: lines.joined(separator: "\n"))
    }
}
