// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import TestSupport

@testable import FernwireDissection

/// Dissects the frames of one connection for the first time, under keys that stand in the table of keys.
struct SessionDissection {
    private let dissector = FernwireDissector(keys: SharedKeys())
    private let conversation: FernwireConversation

    /// - Parameters:
    ///   - keys: a text of keys; `nil` for none.
    ///   - timeToLive: the preference; `nil` for its initial value.
    init(keys: [UInt8]? = nil, timeToLive: UInt32? = nil) {
        var values = PreferenceValues()
        if let keys { values[FernwirePreferences.keyTable] = [KeyRow(isFile: false, value: keys, comment: [])] }
        if let timeToLive { values[FernwirePreferences.timeToLive] = timeToLive }
        dissector.preferencesChanged(values)
        conversation = dissector.makeConversation()
    }

    func frame(
        _ bytes: [UInt8], listeners: PDU.Listeners = [], stream: UInt32 = 0, time: Moment = Moment()
    ) -> DissectedPDU {
        var plan = Plan(listeners: listeners)
        let pdu = PDU(
            reportedLength: bytes.count, isFirstPass: true, listeners: listeners, stream: stream, time: time)
        _ = dissector.dissect(bytes.span.bytes, pdu, in: conversation, into: &plan)
        return DissectedPDU(plan: PlanCopy(plan))
    }

    func frames(_ all: [[UInt8]]) -> [DissectedPDU] { all.map { frame($0) } }
}

/// What a plan says of one PDU.
struct DissectedPDU {
    let plan: PlanCopy

    var info: String { plan.texts(of: .info).joined(separator: ", ") }
    var notes: [Note] { plan.steps.filter { $0.kind == .note }.map { Note(number: $0.field) } }

    /// The inferred numbers of a field.
    func numbers(of field: Field) -> [UInt64] {
        plan.steps.filter { $0.kind == .inferredNumber && $0.field == field.number }.map(\.value)
    }

    /// The inferred texts of a field.
    func texts(of field: Field) -> [String] { texts(.inferredString, field.number) }

    /// What a statistic counts.
    func ticks(of statistic: Statistic) -> [String] { texts(.tick, statistic.number) }

    private func texts(_ kind: PlanStepKind, _ field: UInt16) -> [String] {
        zip(plan.steps, plan.texts).filter { $0.0.kind == kind && $0.0.field == field }
            .map { String(decoding: $0.1, as: UTF8.self) }
    }
}
