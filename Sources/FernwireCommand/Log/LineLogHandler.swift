// SPDX-License-Identifier: Apache-2.0
import FernwireConsole
import FernwireNIO
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
    private let client: (peer: NetworkAddress, number: Int)?
    var metadata: Logger.Metadata = [:]

    init(_ output: LogOutput, level: Logger.Level, client: (peer: NetworkAddress, number: Int)? = nil) {
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
        output.write(
            about: peer, "\(SystemTime.text) \(event.level.rawValue)\(subject) \(client)\(event.message)\(rest)")
    }
}
