// SPDX-License-Identifier: Apache-2.0
import FernwireNIO
import FernwireWire
import Logging

/// The clients that are connected.
actor ChatRoom {
    private var connections: [Int: (connection: SessionConnection, logger: Logger)] = [:]
    private var entered = 0
    private var isClosed = false

    /// How long a client may take to read what was said before. A slower one is dropped, so that the others hear what
    /// comes.
    static let patience = Duration.seconds(2)

    /// Returns the number of the next client, from 1.
    func nextNumber() -> Int {
        entered += 1
        return entered
    }

    func enter(_ connection: SessionConnection, as number: Int, _ logger: Logger) {
        connections[number] = (connection, logger)
        if isClosed { connection.shutDown() }
    }

    func leave(_ number: Int) {
        connections[number] = nil
    }

    /// Sends the lines to all clients, and drops those who do not read.
    func passOn(_ input: StandardInput) async {
        for await lines in input {
            let listeners = connections
            await withTaskGroup { group in
                for (number, listener) in listeners {
                    group.addTask { await Self.send(lines, to: listener.connection) ? nil : number }
                }
                for await number in group {
                    guard let number, let slow = connections.removeValue(forKey: number) else { continue }
                    slow.logger.warning("dropped: did not read for \(Self.patience)")
                    slow.connection.abort(.busy)
                }
            }
        }
    }

    /// - Returns: whether the client took the lines in time, or has left.
    private static func send(_ lines: [[UInt8]], to connection: SessionConnection) async -> Bool {
        await withTaskGroup(of: Bool?.self) { group in
            group.addTask {
                // A client that has left is told nothing.
                try? await connection.send(lines.map { .message(.text, $0, replyTo: 0) }, waitsForLoop: true)
                return Task.isCancelled ? nil : true
            }
            group.addTask {
                try? await Task.sleep(for: patience)
                return Task.isCancelled ? nil : false
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first ?? true
        }
    }

    func shutDown() {
        isClosed = true
        for listener in connections.values { listener.connection.shutDown() }
    }
}
