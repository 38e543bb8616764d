// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireWire

// A frame's part in the statistics. It comes after the frame's notes.
extension FrameDrawing {
    func tick(into plan: inout Plan) {
        if plan.listeners.contains(.statistics) {
            if conversation.links(finding).suiteKnown == id, let suite = observation.suite {
                plan.tick(.sessions) { $0.write(suite.name) }
            }
            if header.isRecord { tickRecord(into: &plan) }
            tickBytes(into: &plan)
            tickFailures(into: &plan)
        }
        if plan.listeners.contains(.responseTimes), let request = conversation.finding(finding.links.request),
            let record
        {
            plan.response(
                Int(record.head.contentType.rawValue), after: finding.time.nanoseconds(since: request.time))
        }
    }

    private func tickRecord(into plan: inout Plan) {
        plan.tick(.records) { text in
            text.write(record?.head.contentType.name ?? "not opened")
            text.write(header.knownDirection == .fromClient ? ", client to server" : ", server to client")
        }
    }

    private func tickBytes(into plan: inout Plan) {
        let all = pdu.reportedLength
        guard header.isRecord else {
            plan.tick(.bytes, by: all) { $0.write("handshake and alerts") }
            return
        }
        guard let record else {
            plan.tick(.bytes, by: all) { $0.write("records not opened") }
            return
        }
        plan.tick(.bytes, by: record.range.count) { $0.write("content") }
        plan.tick(.bytes, by: all - record.range.count) { $0.write("overhead of records") }
    }

    /// Counts the failures of a frame: the notes that are errors, or that tell a replay. Each is named by its filter,
    /// to be typed.
    private func tickFailures(into plan: inout Plan) {
        for note in plan.notes where note.severity == .error || note == .replayed {
            plan.tick(.failures) { $0.write(note.filter) }
        }
    }
}
