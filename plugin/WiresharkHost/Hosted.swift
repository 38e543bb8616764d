// SPDX-License-Identifier: GPL-3.0-or-later
import CWiresharkShims
import DissectorKit
import Glibc

/// One dissector with the plan that it writes to.
///
/// ### Invariants
///
/// No method here calls Wireshark: an exception of Wireshark's, which is a `longjmp`, never crosses a Swift frame.
/// Nothing that Wireshark draws from lies in memory of this object: another unit may overwrite it before it is drawn.
final class Hosted<D: Dissector>: AnyHosted {
    private let dissector: D
    private var plan = Plan()

    init(_ dissector: D) {
        self.dissector = dissector
    }

    override func describe(into declaration: inout wh_declaration) {
        declaration = wh_declaration(keeping: D.declaration)
    }

    override func setPreference(_ index: Int, to value: PreferenceValue) {
        dissector.setPreference(index, to: value)
    }

    override func refusal(of row: KeyRow, in index: Int) -> String {
        dissector.refusal(of: row, in: index) ?? ""
    }

    override func addSecrets(_ bytes: UnsafeRawBufferPointer) {
        dissector.addSecrets(bytes.bytes)
    }

    override func captureWillOpen() {
        dissector.captureWillOpen()
    }

    override func captureDidClose() {
        dissector.captureDidClose()
    }

    override func recognises(_ bytes: UnsafeRawBufferPointer, isGuess: Bool) -> Bool {
        dissector.recognises(bytes.bytes, isGuess: isGuess)
    }

    override func makeConversation() -> UnsafeMutableRawPointer {
        Unmanaged.passRetained(dissector.makeConversation()).toOpaque()
    }

    override func releaseConversation(_ conversation: UnsafeMutableRawPointer) {
        Unmanaged<D.Conversation>.fromOpaque(conversation).release()
    }

    override func frame(
        _ bytes: UnsafeRawBufferPointer, canWait: Bool, in conversation: UnsafeMutableRawPointer
    ) -> UInt32 {
        switch dissector.frame(bytes.bytes, canWait: canWait, in: known(conversation)) {
        case .needsMore: 0
        case .unit(let length): UInt32(clamping: max(length, 1))
        }
    }

    override func harvest(_ text: UnsafeRawBufferPointer, into found: OpaquePointer) -> Int {
        var bytes: [UInt8] = []
        let end = dissector.harvest(text.bytes, into: &bytes)
        if end > 0 { bytes.withUnsafeBufferPointer { wh_plan_keep(found, nil, 0, $0.baseAddress, $0.count) } }
        return min(max(end, 0), text.count)
    }

    override func sessionKeys(into found: OpaquePointer) -> Bool {
        var text = dissector.sessionKeys()
        guard !text.isEmpty else { return false }
        defer { text.withUnsafeMutableBytes { bytes in bytes.baseAddress.map { explicit_bzero($0, bytes.count) } } }
        text.withUnsafeBufferPointer { wh_plan_keep(found, nil, 0, $0.baseAddress, $0.count) }
        return true
    }

    override func dissect(
        _ unit: wh_unit, in conversation: UnsafeMutableRawPointer, keepingPlanIn kept: OpaquePointer
    ) -> UInt32 {
        plan.reset()
        let bytes = UnsafeRawBufferPointer(start: unit.bytes, count: unit.captured_length)
        let verdict = dissector.dissect(bytes.bytes, Unit(unit), in: known(conversation), into: &plan)
        plan.steps.withUnsafeBufferPointer { steps in
            plan.bytes.withUnsafeBufferPointer { bytes in
                wh_plan_keep(kept, steps.baseAddress, steps.count, bytes.baseAddress, bytes.count)
            }
        }
        return verdict
    }

    private func known(_ conversation: UnsafeMutableRawPointer) -> D.Conversation {
        Unmanaged<D.Conversation>.fromOpaque(conversation).takeUnretainedValue()
    }
}

extension Unit {
    fileprivate init(_ unit: wh_unit) {
        self.init(
            reportedLength: unit.reported_length, isFirstPass: unit.is_first_pass, verdict: unit.verdict,
            wantsFields: unit.wants_fields, listeners: Listeners(rawValue: unit.listeners), stream: unit.stream,
            frame: unit.frame,
            time: Moment(seconds: unit.seconds, nanoseconds: unit.nanoseconds))
    }
}
