// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireWire

// What ties a frame to its session and to other frames.
extension Extra {
    var linkDeclaration: FieldDeclaration {
        switch self {
        case .stream:
            .init(
                filter: "fernwire.stream", name: "Stream index",
                summary: "Number of the Fernwire connection in the capture, from 0",
                kind: .unsigned(bits: 32, base: .decimal))
        case .session: heading("fernwire.session", "Session", "What is known of the frame's session by now")
        case .sessionID:
            .init(
                filter: "fernwire.session.id", name: "Session id",
                summary: "Of the session, also where the header does not say it yet",
                kind: .unsigned(bits: 64, base: .hexadecimal))
        case .sessionSuite:
            .init(
                filter: "fernwire.session.suite", name: "Suite", summary: "The cipher suite of the session",
                kind: .unsigned(bits: 16, base: .hexadecimal), values: ValueNames(.suite))
        case .keysIn:
            .init(
                filter: "fernwire.session.keys_in", name: "Keys in frame",
                summary: "The frame that carried the keys, in suites in which one does", kind: .frame(.related))
        case .firstRecordIn:
            .init(
                filter: "fernwire.session.first_record_in", name: "First record in frame",
                summary: "The first record under the keys of this frame", kind: .frame(.related))
        case .message, .messageText, .messageRecords, .firstPartIn, .completedIn: messageDeclaration
        default: recordLink
        }
    }

    private var messageDeclaration: FieldDeclaration {
        switch self {
        case .message: heading("fernwire.message", "Message", "A message of several records, put together")
        case .messageText:
            .init(
                filter: "fernwire.message.text", name: "Text", summary: "A message of several records as text",
                kind: .text)
        case .messageRecords:
            .init(
                filter: "fernwire.message.records", name: "Records", summary: "Records that the message came in",
                kind: .unsigned(bits: 32, base: .decimal))
        case .firstPartIn:
            .init(
                filter: "fernwire.message.first_in", name: "First record in frame",
                summary: "Where the message begins", kind: .frame(.related))
        default:
            .init(
                filter: "fernwire.message.completed_in", name: "Message complete in frame",
                summary: "Where the message, of which this is a part, is put together", kind: .frame(.related))
        }
    }

    private var recordLink: FieldDeclaration {
        switch self {
        case .keySource:
            .init(
                filter: "fernwire.record.key_source", name: "Opened with",
                summary: "Which of the keys at hand opened the record, and where it stands", kind: .text)
        case .timeDelta:
            .init(
                filter: "fernwire.record.time_delta", name: "Time since previous record",
                summary: "Of the session, in either direction", kind: .duration)
        case .requestIn:
            .init(
                filter: "fernwire.request_in", name: "Request in frame",
                summary: "First record of the message that this one answers", kind: .frame(.request))
        case .replyIn:
            .init(
                filter: "fernwire.reply_in", name: "Reply in frame",
                summary: "First record of the first message that answers this one", kind: .frame(.response))
        default:
            .init(
                filter: "fernwire.response_time", name: "Response time",
                summary: "From the first record of the request to the first of the reply", kind: .duration)
        }
    }
}
