// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireCapture
import FernwireConsole
import FernwireDissection
import FernwireSession
import FernwireWire

/// Exports one capture, packet by packet, by the dissector that the plugin has.
struct CaptureExport {
    private let path: String
    private let keys: SharedKeys
    private let dissector: FernwireDissector
    private let showsPlaintext: Bool
    /// The sums of the sessions of each connection, by their number in its conversation.
    private var sessions: [Int: [UInt32: ExportedSession]] = [:]
    /// The most sessions of a conversation. A capture may claim any number.
    private static let sessionLimit = 4096

    init(path: String, keys: SharedKeys, dissector: FernwireDissector, showsPlaintext: Bool) {
        (self.path, self.keys, self.dissector, self.showsPlaintext) = (path, keys, dissector, showsPlaintext)
    }

    /// Writes the rows of the capture as far as it goes, and warns where that is not its end.
    mutating func run(_ rows: inout RowWriter, decrypted: inout DecryptedCapture?) throws {
        var capture = DissectedCapture(path: path, dissector: dissector)
        let cut: String?
        do {
            defer { try? rows.flush() }
            cut = try capture.read { found, piece, connection, plan in
                try take(found, of: piece, in: connection, plan, into: &rows, decrypted: &decrypted)
            } end: { connection in
                try write(sessionsOf: connection, into: &rows)
            }
        }
        if let cut { StandardOutput.write(errorLine: "warning: \(path): \(cut); what is before it is exported") }
    }

    private mutating func take(
        _ found: DissectedConnection.PDUFound, of piece: StreamPiece, in connection: DissectedConnection,
        _ plan: borrowing Plan, into rows: inout RowWriter, decrypted: inout DecryptedCapture?
    ) throws {
        var session: UInt32?
        if let header = found.header, let facts = connection.conversation.facts(of: found.id, header: header) {
            let frame = ExportedFrame(
                header: header, facts: facts, packet: piece.packet, time: piece.time, source: piece.source,
                destination: piece.destination)
            session = facts.session
            try write(frame, found.id, of: connection, into: &rows)
            if decrypted != nil, facts.status.isOpen {
                let plaintext = connection.conversation.plaintext(of: found.id)
                try decrypted?.add(frame, Array(plaintext[facts.content]))
            }
        }
        try write(notes: plan, at: piece, session: session, of: connection, into: &rows)
        let known = sessions[connection.number] ?? [:]
        guard known.count >= Self.sessionLimit else { return }
        try write(sessionsOf: connection, into: &rows)
        connection.forgetSessions((known.keys.max() ?? 0) &+ 1)
    }

    private mutating func write(
        _ frame: ExportedFrame, _ id: FindingID, of connection: DissectedConnection, into rows: inout RowWriter
    ) throws {
        let (header, facts) = (frame.header, frame.facts)
        let summary = connection.conversation.summary(ofSession: facts.session)
        var source: [UInt8]?
        if let keySource = facts.keySource {
            var text: [UInt8] = []
            keys.write(keySource, keyID: summary.keyID) { text += $0 }
            source = text
        }
        sessions[connection.number, default: [:]][facts.session, default: ExportedSession(firstFrame: frame.packet)]
            .add(frame, keySource: source)
        guard header.isRecord, rows.begin(.records) else { return }
        rows.put("capture", text: Array(path.utf8))
        rows.put("frame", frame.packet)
        rows.put("time", time: frame.time)
        rows.put("stream", connection.number)
        rows.put("session", connection.earlierSessions &+ facts.session)
        if summary.id != 0 { rows.put("session_id", id: summary.id) }
        if let direction = header.knownDirection {
            rows.put("direction", direction == .fromClient ? "client" : "server")
        }
        rows.put("epoch", header.epoch)
        rows.put("sequence", header.sequence)
        if let head = facts.head {
            rows.put("type", head.contentType.name)
            rows.put("fragment", head.fragment.name)
            rows.put("message_id", head.messageID)
        }
        if let suite = facts.suite { rows.put("suite", suite.name) }
        rows.put("mac_status", facts.status.macStatus)
        if let source { rows.put("key_source", text: source) }
        rows.put("length", header.length)
        if facts.head != nil { rows.put("content_length", facts.content.count) }
        rows.put("weaknesses", facts.weaknessNames)
        if let head = facts.head, head.replyTo > 0 { rows.put("reply_to", head.replyTo) }
        if let request = facts.request {
            rows.put("request_frame", request.frame)
            rows.put("response_time", nanoseconds: request.nanoseconds)
        }
        if showsPlaintext, let head = facts.head, !head.contentType.isControl {
            rows.put("plaintext", text: Array(connection.conversation.plaintext(of: id)[facts.content]))
        }
        try rows.end()
    }

    private func write(
        notes plan: borrowing Plan, at piece: StreamPiece, session: UInt32?, of connection: DissectedConnection,
        into rows: inout RowWriter
    ) throws {
        for index in 0..<plan.stepCount {
            let step = plan.step(index)
            guard step.kind == .note, rows.begin(.notes) else { continue }
            let note = Note(number: step.field)
            rows.put("capture", text: Array(path.utf8))
            rows.put("frame", piece.packet)
            rows.put("time", time: piece.time)
            rows.put("stream", piece.connection)
            if let session { rows.put("session", connection.earlierSessions &+ session) }
            rows.put("severity", note.severity.name)
            rows.put("group", note.group.name)
            rows.put("note", text: Array(note.filter.description.utf8))
            rows.put("text", text: step.text_length > 0 ? plan.text(of: step) : Array(note.message.description.utf8))
            try rows.end()
        }
    }

    private mutating func write(sessionsOf connection: DissectedConnection, into rows: inout RowWriter) throws {
        let known = sessions.removeValue(forKey: connection.number) ?? [:]
        for (session, sums) in known.sorted(by: { $0.key < $1.key }) {
            guard rows.begin(.sessions) else { return }
            rows.put("capture", text: Array(path.utf8))
            rows.put("stream", connection.number)
            rows.put("session", connection.earlierSessions &+ session)
            sums.write(&rows, connection.conversation.summary(ofSession: session))
            try rows.end()
        }
    }
}

extension Observation.Status {
    /// Whether the plaintext may be shown to others: no check failed.
    var isOpen: Bool {
        switch self {
        case .verified, .unchecked, .unauthenticated: true
        case .none, .noKey, .closed, .failed, .finishedFailed, .truncated: false
        }
    }
}
