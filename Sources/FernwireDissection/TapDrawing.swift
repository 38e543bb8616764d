// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireWire

// The data for listeners: only of records that passed their check.
extension FrameDrawing {
    /// - Parameter range: the range of the bytes that the record adds to its message.
    func tap(_ record: RecordContent, at range: Range<Int>, in source: Source, of plan: inout Plan) {
        guard !plan.listeners.isEmpty, let direction = header.knownDirection else { return }
        if !range.isEmpty { plan.follow(range, in: source, isFromServer: direction == .fromServer) }
        if plan.listeners.contains(.exporter), let file = record.file {
            // Each direction of each session of a connection counts its messages alone.
            let group = observation.session << 1 | UInt32(direction.rawValue)
            plan.object(ObjectID(group: group, number: record.head.messageID))
            if record.head.fragment.beginsMessage {
                let content = decrypted.extracting(record.range)
                plan.beginObject(
                    name: content.extracting(file.name), type: content.extracting(file.mediaType), size: file.size)
            }
            plan.chunk(range, in: source, at: file.offset)
        }
    }
}
