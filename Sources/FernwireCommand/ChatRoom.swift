// SPDX-License-Identifier: Apache-2.0
import FernwireNIO
import FernwireWire
import Logging

/// The clients that are connected.
actor ChatRoom {
    /// Whether what is typed goes to all clients.
    private let isChat: Bool
    private var connections: [Int: SessionConnection] = [:]
    private var listeners: [Int: ChatListener] = [:]
    private var entered = 0
    private var isClosed = false

    init(isChat: Bool) {
        self.isChat = isChat
    }

    /// Returns the number of the next client, from 1.
    func nextNumber() -> Int {
        entered += 1
        return entered
    }

    func enter(_ connection: SessionConnection, as number: Int, _ logger: Logger) {
        connections[number] = connection
        if isChat { listeners[number] = ChatListener(connection, logger) }
        if isClosed { connection.shutDown() }
    }

    func leave(_ number: Int) {
        connections[number] = nil
        listeners.removeValue(forKey: number)?.leave()
    }

    /// Sends each line to all clients, at the pace of the one that reads fastest, and drops those that fall behind.
    func passOn(_ input: StandardInput) async {
        for await lines in input {
            for listener in listeners.values { listener.tell(lines) }
            while !isClosed, !listeners.isEmpty, listeners.values.allSatisfy({ $0.isBehind }) {
                dropSlow()
                try? await Task.sleep(for: .milliseconds(1))
            }
        }
    }

    /// Drops those that fall behind, until the task is cancelled.
    func watch() async {
        while !Task.isCancelled {
            dropSlow()
            try? await Task.sleep(for: ChatListener.patience / 8)
        }
    }

    private func dropSlow() {
        for (number, listener) in listeners {
            guard let reason = listener.reasonToDrop else { continue }
            listeners[number] = nil
            listener.drop(reason)
        }
    }

    func shutDown() {
        isClosed = true
        for connection in connections.values { connection.shutDown() }
    }
}
