// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireWire

// What a frame adds to the statistics. Comes after its notes.
extension FrameDrawing {
    func tally(_ plan: inout Plan) {
        if unit.listeners.contains(.statistics) {
            if conversation.links(finding).suiteKnown == verdict, let suite = observation.suite {
                plan.tally(Statistic.sessions, 1) { $0.write(suite.name) }
            }
            if header.knownType == .record { tallyRecord(&plan) }
            tallyBytes(&plan)
            tallyFailures(&plan)
        }
        if unit.listeners.contains(.responseTimes), let request = conversation.finding(finding.links.request),
            let record
        {
            plan.response(
                Int(record.head.contentType.rawValue), after: finding.time.nanoseconds(since: request.time))
        }
    }

    private func tallyRecord(_ plan: inout Plan) {
        plan.tally(Statistic.records, 1) { text in
            text.write(record?.head.contentType.name ?? "not opened")
            text.write(header.knownDirection == .fromClient ? ", client to server" : ", server to client")
        }
    }

    private func tallyBytes(_ plan: inout Plan) {
        let all = unit.reportedLength
        guard header.knownType == .record else {
            plan.tally(Statistic.bytes, all) { $0.write("handshake and alerts") }
            return
        }
        guard let record else {
            plan.tally(Statistic.bytes, all) { $0.write("records not opened") }
            return
        }
        plan.tally(Statistic.bytes, record.range.count) { $0.write("content") }
        plan.tally(Statistic.bytes, all - record.range.count) { $0.write("overhead of records") }
    }

    /// A failure is a note that is an error, or that tells a replay. Its filter names it, to be typed.
    private func tallyFailures(_ plan: inout Plan) {
        for note in plan.experts.compactMap(Note.init(rawValue:)) {
            let declaration = note.declaration
            guard declaration.severity == .error || note == .replayed else { continue }
            plan.tally(Statistic.failures, 1) { $0.write(declaration.filter) }
        }
    }
}

extension Plan {
    fileprivate mutating func tally(_ statistic: Statistic, _ amount: Int, _ body: (inout PlanText) -> Void) {
        tally(statistic.rawValue, amount, body)
    }
}
