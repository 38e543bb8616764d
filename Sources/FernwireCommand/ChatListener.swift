// SPDX-License-Identifier: Apache-2.0
import FernwireNIO
import FernwireSession
import FernwireWire
import Logging
import Synchronization

/// One client of a chat, with what was said and it has not read yet, so that a slow one keeps nobody waiting.
final class ChatListener: Sendable {
    private let connection: SessionConnection
    private let logger: Logger
    private let lines: AsyncStream<[[UInt8]]>.Continuation
    private let backlog = Mutex(Backlog())

    /// What a client has not taken yet.
    private struct Backlog {
        var bytes = 0
        /// The time since which the next lines wait to be taken; `nil` where none do.
        var since: ContinuousClock.Instant?
    }

    /// How long a client may take to read what was said before.
    static let patience = Duration.seconds(2)
    /// The bytes that a client may be behind before the input waits for it, if all are; and before it is dropped.
    private static let (pace, limit) = (1 << 18, 16 << 20)

    init(_ connection: SessionConnection, _ logger: Logger) {
        self.connection = connection
        self.logger = logger
        let stream: AsyncStream<[[UInt8]]>
        (stream, lines) = AsyncStream.makeStream()
        Task {
            for await lines in stream {
                // A client that has left is told nothing.
                try? await connection.send(lines.map { .message(.text, $0, replyTo: 0) })
                took(Self.bytes(lines))
            }
        }
    }

    /// Whether the client has much to read.
    var isBehind: Bool { backlog.withLock { $0.bytes > Self.pace } }

    /// Why the client is to be dropped, so that the memory of what it does not read is bounded; `nil` for no reason.
    var reasonToDrop: String? {
        let (bytes, since) = backlog.withLock { ($0.bytes, $0.since) }
        if bytes > Self.limit { return "was \(bytes) bytes behind" }
        if let since, ContinuousClock.now - since > Self.patience { return "did not read for \(Self.patience)" }
        return nil
    }

    /// Sends lines as soon as the client takes them.
    func tell(_ new: [[UInt8]]) {
        backlog.withLock { backlog in
            backlog.bytes += Self.bytes(new)
            if backlog.since == nil { backlog.since = .now }
        }
        lines.yield(new)
    }

    func leave() {
        lines.finish()
    }

    func drop(_ reason: String) {
        logger.warning("dropped: \(reason)")
        connection.abort(.busy, .unreadMessages)
        leave()
    }

    private func took(_ count: Int) {
        backlog.withLock { backlog in
            backlog.bytes -= count
            backlog.since = backlog.bytes > 0 ? .now : nil
        }
    }

    private static func bytes(_ lines: [[UInt8]]) -> Int {
        lines.reduce(0) { $0 + $1.count + 1 }
    }
}
