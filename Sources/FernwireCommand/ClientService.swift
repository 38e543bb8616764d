// SPDX-License-Identifier: Apache-2.0
import FernwireConsole
import FernwireCrypto
import FernwireNIO
import FernwireSession
import FernwireWire
import ServiceLifecycle

/// One session, from the connection to its end.
struct ClientService: Service {
    let link: ServerLink
    let contentType: ContentType
    /// What is to be sent; if not, lines of standard input.
    let errand: Errand?
    let wait: Duration

    /// The one thing to be said.
    enum Errand {
        case message(String)
        case file(OutgoingFileReader)
    }

    /// How long the server may take to end the session after this side did.
    static let patience = Duration.seconds(5)

    func run() async throws {
        try await link.open { connection in try await converse(connection) }
    }

    private func converse(_ connection: SessionConnection) async throws {
        try await withThrowingTaskGroup { group in
            defer { group.cancelAll() }
            var isClosed = false
            for try await event in connection.events {
                switch event {
                case .established(let suite, _, let peer):
                    link.logger.debug("established", metadata: ["suite": "\(suite)"])
                    if let peer { try await link.accept(peer, connection) }
                    group.addTask { try await speak(connection) }
                case .message(let message):
                    StandardOutput.write(line: message.text())
                    if errand != nil { try? await connection.send(.end) }
                case .peerEnded: try? await connection.send(.end)
                case .closed: isClosed = true
                case .failed(let failure): throw failure
                case .keys, .filePiece: break
                }
            }
            guard isClosed || isShuttingDown else { throw SessionFailure.truncated }
        }
    }

    private func send(_ file: OutgoingFileReader, _ connection: SessionConnection) async throws {
        var bar = ProgressBar(harmless(file.description.name), total: file.description.size)
        do {
            try await connection.send(.beginFile(file.description))
            var done: UInt64 = 0
            while done < file.description.size {
                let data = try file.next()
                guard !data.isEmpty else { throw CommandError("the file became shorter while it was sent") }
                try await connection.send(.fileData(data))
                done += UInt64(data.count)
                bar.show(done)
            }
        } catch {
            try? await connection.send(.abort(.internalError))
            throw error
        }
    }

    private var isShuttingDown: Bool { Task.isShuttingDownGracefully }

    /// Sends what there is to send, then the end.
    private func speak(_ connection: SessionConnection) async throws {
        if let errand {
            switch errand {
            case .message(let text): try await connection.send(.message(contentType, Array(text.utf8), replyTo: 0))
            case .file(let file): try await send(file, connection)
            }
            try await Task.sleep(for: wait)
            StandardOutput.write(errorLine: "no reply within \(wait)")
        } else {
            for await line in StandardInput.lines() {
                let word = String(decoding: line, as: UTF8.self).uppercased()
                if word == "EXIT" || word == "END" { break }
                try await connection.send(.message(contentType, line, replyTo: 0))
            }
        }
        try? await connection.send(.end)
        try await Task.sleep(for: Self.patience)
        StandardOutput.write(errorLine: "the server does not end the session")
        connection.shutDown()
    }
}
