// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireSession
import FernwireWire
import Foundation
import TestSupport
import Testing

@testable import FernwireDissection

/// The dissector without Wireshark.
@Suite final class FernwireDissectorTests {
    let session: SampleSession
    private var keyFiles: [String] = []

    init() throws {
        session = try SampleSession(.fernetPSK)
    }

    deinit {
        for path in keyFiles { try? FileManager.default.removeItem(atPath: path) }
    }

    private func dissector(_ keyFile: [UInt8]?) throws -> FernwireDissector {
        let dissector = FernwireDissector(keys: SharedKeys())
        var path = ""
        if let keyFile {
            path = FileManager.default.temporaryDirectory.appending(path: "fernwire-\(UUID()).key").path()
            try Data(keyFile).write(to: URL(filePath: path))
        }
        use(path, in: dissector)
        keyFiles.append(path)
        return dissector
    }

    private func use(_ path: String, in dissector: FernwireDissector) {
        var values = PreferenceValues()
        values[FernwirePreferences.keyFile] = path
        dissector.preferencesChanged(values)
    }

    private func plan(
        _ dissector: FernwireDissector, _ frame: [UInt8], in conversation: FernwireConversation,
        finding: FindingID? = nil, wantsFields: Bool = true
    ) -> (plan: PlanCopy, finding: FindingID) {
        var plan = Plan(wantsFields: wantsFields)
        let pdu = PDU(
            reportedLength: frame.count, isFirstPass: finding == nil, finding: finding ?? .none,
            wantsFields: wantsFields)
        let found = dissector.dissect(frame.span.bytes, pdu, in: conversation, into: &plan)
        return (PlanCopy(plan), found)
    }

    private func info(_ plan: PlanCopy) -> String { plan.texts(of: .info).joined(separator: ", ") }

    @Test("Later passes plan what the first pass found, even if the keys have changed")
    func laterPassesDrawWhatTheFirstFoundOut() throws {
        let dissector = try dissector(Sample.fernetKeyFile)
        let conversation = dissector.makeConversation()
        let frames = session.frames.map(\.bytes)
        let first = frames.map { plan(dissector, $0, in: conversation) }
        #expect(first.map { info($0.plan) }.contains("Text: " + SampleSession.question))
        // What later frames told, the second pass has in full.
        let second = zip(frames, first).map { plan(dissector, $0, in: conversation, finding: $1.finding) }
        #expect(zip(first, second).allSatisfy { $1.plan.steps.count >= $0.plan.steps.count })
        #expect(first.map { info($0.plan) } == second.map { info($0.plan) })
        // Other keys change nothing on a later pass.
        use("", in: dissector)
        for (frame, was) in zip(frames, second).reversed() {
            let again = plan(dissector, frame, in: conversation, finding: was.finding)
            #expect(again.finding == was.finding)
            #expect(again.plan.texts == was.plan.texts)
            #expect(
                again.plan.steps.map { [UInt64($0.offset), UInt64($0.length), $0.value, UInt64($0.field)] }
                    == was.plan.steps.map { [UInt64($0.offset), UInt64($0.length), $0.value, UInt64($0.field)] })
        }
    }

    /// No tree: the columns and notes are the same, and nothing else is planned.
    @Test("Without a tree the Info column and the expert info stay the same, and no field is planned")
    func withoutFieldsColumnsAndNotesStay() throws {
        for key in [Sample.fernetKeyFile, Sample.wrongFernetKeyFile, Array("no key\n".utf8)] {
            let full = try dissector(key)
            let bare = try dissector(key)
            let (one, other) = (full.makeConversation(), bare.makeConversation())
            for frame in session.frames.map(\.bytes) + [[1, 2, 3]] {
                let drawn = plan(full, frame, in: one).plan
                let skipped = plan(bare, frame, in: other, wantsFields: false).plan
                #expect(info(drawn) == info(skipped))
                let notes = drawn.steps.filter { $0.kind == .note }.map(\.field)
                #expect(notes == skipped.steps.filter { $0.kind == .note }.map(\.field))
                let kept = [PlanStepKind.note, .info, .source, .call, .exclude]
                #expect(skipped.steps.allSatisfy { kept.contains($0.kind) })
            }
        }
    }

    /// Ranges lie inside what they point into, and trees are closed: for every cut and every flipped bit.
    @Test("Plans of cut and changed frames keep to their data sources and close each subtree")
    func plansAreSoundWhateverTheBytes() throws {
        let dissector = try dissector(Sample.fernetKeyFile)
        let conversation = dissector.makeConversation()
        func check(_ bytes: [UInt8]) {
            let plan = plan(dissector, bytes, in: conversation).plan
            var sizes = [bytes.count]
            var depth = 0
            for step in plan.steps {
                switch step.kind {
                case .source: sizes.append(Int(step.text_length))
                case .field, .subtree, .protocol, .call:
                    #expect(Int(step.offset) + Int(step.length) <= sizes[Int(step.source)])
                    if step.kind == .subtree || step.kind == .protocol { depth += 1 }
                case .end: depth -= 1
                default: break
                }
                #expect(depth >= 0)
            }
            #expect(depth == 0)
        }
        for frame in session.frames.map(\.bytes) {
            for count in 0...frame.count { check(Array(frame[..<count])) }
            for place in frame.indices {
                var changed = frame
                changed[place] ^= 1 << UInt8(place % 8)
                check(changed)
            }
        }
    }

    /// Each byte of a frame, and of what it protects, is highlighted by exactly one leaf.
    @Test(
        "Each byte of a frame and of its decrypted data sources belongs to exactly one leaf",
        arguments: Sample.suiteNames) func leavesCoverEachByteOnce(_ name: String) throws
    {
        let session = try SampleSession(#require(SuiteRegistry.standard.suite(named: name)))
        let dissector = try dissector(Sample.keyFile)
        let conversation = dissector.makeConversation()
        for frame in session.frames.map(\.bytes) {
            let steps = plan(dissector, frame, in: conversation).plan.steps
            var covered = [[Int](repeating: 0, count: frame.count)]
            for (index, step) in steps.enumerated() {
                if step.kind == .source { covered.append([Int](repeating: 0, count: Int(step.text_length))) }
                // A heading's fields are leaves themselves, but for those that lie in another tab, and flags.
                let next = index + 1 < steps.count ? steps[index + 1] : step
                let isHeading = step.kind == .subtree && next.kind != .source
                let isFlag = step.kind == .field && step.offset == 6 && step.source == 0
                guard step.kind == .field || step.kind == .subtree, !isHeading, !isFlag else { continue }
                for place in step.offset..<step.offset + step.length { covered[Int(step.source)][Int(place)] += 1 }
            }
            covered[0][6] += 1
            for source in covered { #expect(source.allSatisfy { $0 == 1 }) }
        }
    }

    @Test("The PDU length follows from the header or the next one, and other protocols are not recognised")
    func framesTheStream() throws {
        let dissector = try dissector(nil)
        let conversation = dissector.makeConversation()
        func framing(_ bytes: [UInt8], canWait: Bool = true) -> PDULength {
            let pdu = PDU(reportedLength: bytes.count, isFirstPass: true)
            return dissector.pduLength(bytes.span.bytes, pdu, canWait: canWait, in: conversation)
        }
        let frame = session.frames[0].bytes
        #expect(framing(frame) == .bytes(frame.count))
        #expect(framing(Array(frame[..<20])) == .needsMore)
        #expect(framing(Array(frame[..<20]), canWait: false) == .bytes(20))
        #expect(framing([1, 2, 3] + frame) == .bytes(3))
        let recognised = dissector.recognises(
            frame.span.bytes, PDU(reportedLength: 0, isFirstPass: true), isGuess: false)
        #expect(recognised)
        for other in ["GET / HTTP/1.1\r\n", "SSH-2.0-OpenSSH\r\n", "\u{16}\u{3}\u{1}"] {
            let bytes = Array(other.utf8)
            let isTaken = dissector.recognises(
                bytes.span.bytes, PDU(reportedLength: 0, isFirstPass: true), isGuess: false)
            #expect(!isTaken)
        }
    }

    @Test("Each filter name of a field or expert info is declared once, below fernwire")
    func declaresEachNameOnce() {
        let declaration = FernwireDissector(keys: SharedKeys()).declaration
        let filters = declaration.fields.map(\.filter.description) + declaration.notes.map(\.filter.description)
        #expect(Set(filters).count == filters.count)
        #expect(filters.allSatisfy { $0.hasPrefix("fernwire.") })
        #expect(Set(declaration.fields).count == declaration.fields.count)
    }
}
