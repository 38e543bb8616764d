// SPDX-License-Identifier: Apache-2.0
import FernwireNIO

/// The clients that are connected.
actor ChatRoom {
    private var connections: [Int: SessionConnection] = [:]
    private var entered = 0
    private var isClosed = false

    /// - Returns: the client's number, from 1.
    func enter(_ connection: SessionConnection) -> Int {
        entered += 1
        connections[entered] = connection
        if isClosed { connection.shutDown() }
        return entered
    }

    func leave(_ number: Int) {
        connections[number] = nil
    }

    /// Sends each line to all.
    func passOn(_ lines: AsyncStream<[UInt8]>) async {
        for await line in lines {
            for connection in connections.values {
                // One who has left is told nothing.
                try? await connection.send(.message(.text, line, replyTo: 0))
            }
        }
    }

    func shutDown() {
        isClosed = true
        for connection in connections.values { connection.shutDown() }
    }
}
