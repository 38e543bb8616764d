// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireSession
import FernwireWire

// Messages: put together from their records, and handed on to those who dissect what they say.
extension FrameDrawing {
    /// The message that the record completes, in `source` or in a tab of its own.
    ///
    /// - Parameter range: what the record adds to its message.
    func message(
        _ record: RecordContent, _ range: Range<Int>, _ source: Source, _ plan: inout Plan
    ) -> MessageContent? {
        if record.head.fragment == .whole {
            return MessageContent(
                type: record.head.contentType, mediaType: record.mediaType(decrypted), source: source, range: range)
        }
        return finding.links.completion == verdict ? assembled(record.head.contentType, &plan) : nil
    }

    private func assembled(_ type: ContentType, _ plan: inout Plan) -> MessageContent? {
        let parts = conversation.parts(completedBy: verdict)
        var mediaType: [UInt8] = []
        var count = 0
        var opened: [UInt8] = []
        let source = plan.source(Tab.message.rawValue) { text in
            for part in parts {
                conversation.observer.copyPlaintext(part.observation, into: &opened)
                guard let record = RecordContent(opened, part.observation), let range = record.part else { continue }
                if record.head.fragment == .first { mediaType = record.mediaType(opened) }
                text.write(opened.rawSpan.extracting(range))
                count += range.count
            }
        }
        if wantsFields, let first = parts.first {
            plan.subtree(.message, 0..<count, source: source)
            if type == .text || type == .json { plan.field(.messageText, 0..<count, source: source) }
            plan.generated(.messageRecords, UInt64(parts.count))
            plan.generated(.firstPartIn, UInt64(first.frame))
            plan.end()
        }
        return MessageContent(type: type, mediaType: mediaType, source: source, range: 0..<count)
    }

    func handOn(_ message: MessageContent, _ plan: inout Plan) {
        let number = UInt32(message.type.rawValue)
        plan.handOn(Table.contentType.rawValue, number: number, message.range, source: message.source)
        guard !message.mediaType.isEmpty else { return }
        plan.handOn(Table.mediaType.rawValue, message.range, source: message.source) {
            $0.write(message.mediaType.rawSpan)
        }
    }
}
