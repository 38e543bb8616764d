// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

/// A table of an export, with its columns in their order.
enum ExportTable: String, CaseIterable, ExpressibleByArgument {
    case sessions, records, notes

    /// The word that begins the table's lines of JSON.
    var kind: StaticString {
        switch self {
        case .sessions: "session"
        case .records: "record"
        case .notes: "note"
        }
    }

    var columns: [String] {
        switch self {
        case .sessions:
            [
                "capture", "stream", "session", "session_id", "suite", "client", "client_port", "server",
                "server_port", "start", "end", "first_frame", "last_frame", "client_records", "server_records",
                "client_bytes", "server_bytes", "client_content", "server_content", "verified", "failed", "unchecked",
                "alerts", "weaknesses", "key_source",
            ]
        case .records:
            [
                "capture", "frame", "time", "stream", "session", "session_id", "direction", "epoch", "sequence",
                "type", "fragment", "message_id", "suite", "mac_status", "key_source", "length", "content_length",
                "weaknesses", "reply_to", "request_frame", "response_time", "plaintext",
            ]
        case .notes:
            ["capture", "frame", "time", "stream", "session", "severity", "group", "note", "text"]
        }
    }
}
