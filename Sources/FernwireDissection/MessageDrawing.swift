// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireSession
import FernwireWire

// Messages: put together from their records, and handed to subdissectors.
extension FrameDrawing {
    /// Returns the message that `record` completes, in `source` or in a data source of its own.
    ///
    /// - Parameter range: the range of the bytes that the record adds to its message.
    func message(
        completedBy record: RecordContent, at range: Range<Int>, in source: Source, of plan: inout Plan
    ) -> MessageContent? {
        if record.head.fragment == .whole {
            return MessageContent(
                type: record.head.contentType, mediaType: record.mediaType(in: decrypted), source: source, range: range)
        }
        // The parts before were forgotten.
        guard !conversation.forgets else { return nil }
        return finding.links.completion == id ? assembled(record.head.contentType, in: &plan) : nil
    }

    private func assembled(_ type: ContentType, in plan: inout Plan) -> MessageContent? {
        let parts = conversation.parts(completedBy: id)
        var mediaType: [UInt8] = []
        var count = 0
        let source = plan.source(named: "Message") { text in
            let observer = conversation.observer
            for part in parts {
                let opened = observer.plaintext(of: part.observation)
                guard let record = RecordContent(opened, part.observation), let range = record.part else { continue }
                if record.head.fragment == .first { mediaType = record.mediaType(in: opened) }
                text.write(opened.extracting(range))
                count += range.count
            }
        }
        if let first = parts.first {
            plan.subtree(.message, at: 0..<count, in: source) { plan in
                if type == .text || type == .json { plan.field(.messageText, at: 0..<count, in: source) }
                plan.inferred(.messageRecords, UInt64(parts.count))
                plan.inferred(.firstPartIn, UInt64(first.frame))
            }
        }
        return MessageContent(type: type, mediaType: mediaType, source: source, range: 0..<count)
    }

    /// Calls the subdissector of the message's content or media type.
    func call(_ message: MessageContent, into plan: inout Plan) {
        plan.call(.contentType, number: UInt32(message.type.rawValue), message.range, in: message.source)
        guard !message.mediaType.isEmpty else { return }
        plan.call(.mediaType, message.range, in: message.source) { $0.write(message.mediaType.rawSpan) }
    }
}
