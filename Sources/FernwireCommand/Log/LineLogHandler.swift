// SPDX-License-Identifier: Apache-2.0
import FernwireNIO
import Glibc
import Logging

/// Writes each message of a log as a line: time, level, the peer's address if the line speaks of a peer, the message.
///
/// ```
/// 2026-11-24T22:47:21.123Z info 127.0.0.1:50920 client 1: text: Hello
/// ```
struct LineLogHandler: LogHandler {
    /// The metadata key of the address of a line's peer.
    private static let peer = "peer"

    private let output: LogOutput
    private var level: Logger.Level
    /// The peer that all lines are about, and its number among the clients; `nil` for none.
    private let client: (peer: PeerAddress, number: Int)?
    var metadata: Logger.Metadata = [:]

    init(_ output: LogOutput, level: Logger.Level, client: (peer: PeerAddress, number: Int)? = nil) {
        self.output = output
        self.level = level
        self.client = client
    }

    /// The level of the lines that are made: while those about the peer are left out, only the most important ones.
    var logLevel: Logger.Level {
        get { client.map { output.leavesOut(about: $0.peer.host) } == true ? .critical : level }
        set { level = newValue }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var all = metadata.merging(event.metadata ?? [:]) { $1 }
        let peer = all.removeValue(forKey: Self.peer).map { "\($0)" } ?? self.client.map { "\($0.peer)" }
        let client = self.client.map { "client \($0.number): " } ?? ""
        let rest = all.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        let subject = peer.map { " \($0)" } ?? ""
        output.write(about: peer, "\(Self.now()) \(event.level.rawValue)\(subject) \(client)\(event.message)\(rest)")
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
