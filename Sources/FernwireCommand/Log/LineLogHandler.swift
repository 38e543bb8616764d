// SPDX-License-Identifier: Apache-2.0
import Glibc
import Logging

/// Writes each message of a log as a line: time, level, the peer's address if the line speaks of a peer, the message.
///
/// ```
/// 2026-11-24T22:47:21.123Z info 127.0.0.1:50920 client 1: text: Hello
/// ```
struct LineLogHandler: LogHandler {
    /// The metadata keys of a line about a peer: the peer's address, and its number among the clients.
    static let (peer, client) = ("peer", "client")

    private let output: LogOutput
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level

    init(_ output: LogOutput, level: Logger.Level) {
        self.output = output
        logLevel = level
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        // A line that is left out is not made first.
        if let peer = event.metadata?[Self.peer] ?? metadata[Self.peer], output.leavesOut(about: "\(peer)") { return }
        var all = metadata.merging(event.metadata ?? [:]) { $1 }
        let peer = all.removeValue(forKey: Self.peer).map { "\($0)" }
        let client = all.removeValue(forKey: Self.client).map { "client \($0): " } ?? ""
        let rest = all.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        let subject = peer.map { " \($0)" } ?? ""
        output.write(about: peer, "\(Self.now()) \(event.level)\(subject) \(client)\(event.message)\(rest)")
    }

    /// Returns the time in UTC with milliseconds, as in RFC 3339.
    private static func now() -> String {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        var parts = tm()
        gmtime_r(&time.tv_sec, &parts)
        func digits(_ number: Int32, _ width: Int) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(width - text.count, 0)) + text
        }
        let date = [digits(parts.tm_year + 1900, 4), digits(parts.tm_mon + 1, 2), digits(parts.tm_mday, 2)]
        let clock = [parts.tm_hour, parts.tm_min, parts.tm_sec].map { digits($0, 2) }
        return date.joined(separator: "-") + "T" + clock.joined(separator: ":") + "."
            + digits(Int32(time.tv_nsec / 1_000_000), 3) + "Z"
    }
}
