// SPDX-License-Identifier: Apache-2.0
import FernwireConsole
import FernwireCrypto
import FernwireNIO
import FernwireSession
import FernwireWire
import ServiceLifecycle

/// Holds one session, from the connection to its end.
struct ClientService: Service {
    let link: ServerLink
    let contentType: ContentType
    /// The one thing to be sent; `nil` for the lines of standard input.
    let errand: Errand?
    let wait: Duration

    /// The one thing that a client has to say.
    enum Errand {
        case message(String)
        case file(OutgoingFileReader)
    }

    /// How long the server may take to end the session after this side did.
    static let patience = Duration.seconds(5)

    func run() async throws {
        try await link.hold(self)
    }

    /// Whether a line is one of the words that end the session, in capitals or not.
    private static func isEnd(_ line: [UInt8]) -> Bool {
        guard line.count == 3 || line.count == 4 else { return false }
        return ["EXIT", "END"].contains(String(decoding: line, as: UTF8.self).uppercased())
    }

    private func send(_ file: OutgoingFileReader, _ connection: SessionConnection) async throws {
        var bar = ProgressBar(harmless(file.description.name), total: file.description.size)
        try await connection.send(.beginFile(file.description))
        var done: UInt64 = 0
        while done < file.description.size {
            try Task.checkCancellation()
            let data = try file.next()
            guard !data.isEmpty else { throw CommandError("the file became shorter while it was sent") }
            try await connection.send(.fileData(data))
            done += UInt64(data.count)
            bar.show(done)
        }
    }
}

extension ClientService: Conversation {
    func begin(_ suite: String) {
        link.logger.debug("established", metadata: ["suite": "\(suite)"])
    }

    func hear(_ messages: [ReceivedMessage], _ connection: SessionConnection) async {
        var lines: [UInt8] = []
        for message in messages {
            lines += Array(message.text().utf8)
            lines.append(UInt8(ascii: "\n"))
        }
        StandardOutput.write(lines)
        if errand != nil { try? await connection.send(.end) }
    }

    /// Sends what there is to send, then the end.
    func speak(_ connection: SessionConnection) async throws {
        if let errand {
            switch errand {
            case .message(let text): try await connection.send(.message(contentType, Array(text.utf8), replyTo: 0))
            case .file(let file): try await send(file, connection)
            }
            try await Task.sleep(for: wait)
            StandardOutput.write(errorLine: "no reply within \(wait)")
        } else {
            for await lines in StandardInput() {
                let said = lines.prefix { !Self.isEnd($0) }
                try await connection.send(said.map { .message(contentType, $0, replyTo: 0) })
                if said.count < lines.count { break }
            }
        }
        try? await connection.send(.end)
        try await Task.sleep(for: Self.patience)
        StandardOutput.write(errorLine: "the server does not end the session")
        connection.shutDown()
    }
}
