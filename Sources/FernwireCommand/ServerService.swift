// SPDX-License-Identifier: Apache-2.0
import FernwireConsole
import FernwireNIO
import FernwireSession
import FernwireWire
import Logging
import ServiceLifecycle

/// Serves all clients until it is told to stop.
struct ServerService: Service {
    let listener: SessionListener
    /// The peers that have names.
    let known: TrustFile?
    let judgement: ClientJudgement?
    /// The folder into which files are saved; `nil` where they are not.
    let folder: SavingFolder?
    /// The event log; `nil` for none.
    let eventLog: EventLog?
    let mode: ServerCommand.Mode
    let answer: String
    let verbose: Bool

    /// The answers that are sent together. A client that asks much at once makes the server hold no more.
    private static let answersAtOnce = 64

    /// Returns the log of one client.
    private func log(_ number: Int, _ peer: NetworkAddress) -> Logger {
        Logger(label: "fernwire-server") { _ in
            LineLogHandler(.standardOutput, level: verbose ? .debug : .info, client: (peer, number))
        }
    }

    func run() async throws {
        let room = ChatRoom(isChat: mode == .chat)
        let chat = mode == .chat ? [Task { await room.passOn(StandardInput()) }, Task { await room.watch() }] : []
        defer { for task in chat { task.cancel() } }
        try await withGracefulShutdownHandler {
            try await listener.run { connection in
                let number = await room.nextNumber()
                let logger = log(number, connection.peer)
                await room.enter(connection, as: number, logger)
                await serve(connection, logger)
                await room.leave(number)
            }
        } onGracefulShutdown: {
            listener.stop()
            Task { await room.shutDown() }
        }
    }

    private func serve(_ connection: SessionConnection, _ logger: Logger) async {
        logger.info("connected")
        var saving = folder.map { FileSaving(folder: $0) }
        do {
            for await events in connection.events {
                var answers: [SessionCommand] = []
                for event in events {
                    if case .filePiece(let piece) = event {
                        // A disk may be slow; the event loop, on which this runs, does not wait for it.
                        let outcome = await withTaskExecutorPreference(globalConcurrentExecutor) { saving?.take(piece) }
                        guard let outcome else { continue }
                        logger.info("\(outcome.said)")
                        await eventLog?.note(outcome.event, about: connection)
                        answers.append(.message(.text, Array(outcome.answer.utf8), replyTo: piece.id))
                    } else if let answer = try await answer(to: event, logger: logger) {
                        answers.append(answer)
                    }
                    if answers.count == Self.answersAtOnce {
                        try? await connection.send(answers)
                        answers = []
                    }
                }
                // It fails when this side has ended the session or the connection is closed. Messages that the client
                // sent before that are still to be taken, and the events that follow say how the session ended.
                try? await connection.send(answers)
            }
        } catch {
            logger.debug("connection over", metadata: ["error": "\(error)"])
        }
        if let outcome = saving?.stop() { await eventLog?.note(outcome.event, about: connection) }
    }

    /// Takes note of an event.
    ///
    /// - Returns: the answer to it; `nil` for none.
    private func answer(to event: SessionEvent, logger: Logger) async throws -> SessionCommand? {
        switch event {
        case .established(let suite, _, let peer):
            let name = peer.map { known?.name(of: $0) ?? "\($0.kindName) \($0.fingerprint)" }
            logger.info("established, \(suite)\(name.map { ", \($0)" } ?? "")")
            if let peer { try await judgement?.remember(peer) }
        case .message(let message):
            logger.info("\(message.summary)")
            return reply(to: message)
        case .peerEnded: return .end
        case .closed: logger.info("ended")
        case .failed(let failure): logger.warning("\(failure)")
        case .keys, .filePiece: break
        }
        return nil
    }

    private func reply(to message: ReceivedMessage) -> SessionCommand? {
        switch mode {
        case .reply: .message(.text, Array(answer.utf8), replyTo: message.id)
        case .echo:
            if let file = message.file {
                .file(name: file.name, mediaType: file.mediaType, message.bytes, replyTo: message.id)
            } else {
                .message(message.contentType, message.bytes, replyTo: message.id)
            }
        case .chat: nil
        }
    }
}
