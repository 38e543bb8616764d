// SPDX-License-Identifier: Apache-2.0
import CDissectorPlan
import DissectorKit
import FernwireDissection
import FernwireSession
import FernwireWire
import Foundation
import TestSupport
import Testing

/// The dissector without Wireshark.
@Suite final class FernwireDissectorTests {
    let session: SampleSession
    private var keyFiles: [String] = []

    init() throws {
        session = try SampleSession(FernetPSK.self)
    }

    deinit {
        for path in keyFiles { try? FileManager.default.removeItem(atPath: path) }
    }

    private func dissector(_ keyFile: [UInt8]?) throws -> FernwireDissector {
        let dissector = FernwireDissector()
        var path = ""
        if let keyFile {
            path = FileManager.default.temporaryDirectory.appending(path: "fernwire-\(UUID()).key").path()
            try Data(keyFile).write(to: URL(filePath: path))
        }
        dissector.setPreference(0, to: .path(path))
        keyFiles.append(path)
        return dissector
    }

    private func plan(
        _ dissector: FernwireDissector, _ frame: [UInt8], in conversation: FernwireConversation,
        verdict: UInt32? = nil, wantsFields: Bool = true
    ) -> (plan: Plan, verdict: UInt32) {
        var plan = Plan()
        let unit = Unit(
            reportedLength: frame.count, isFirstPass: verdict == nil, verdict: verdict ?? 0, wantsFields: wantsFields)
        let found = dissector.dissect(frame.span.bytes, unit, in: conversation, into: &plan)
        return (plan, found)
    }

    private func info(_ plan: Plan) -> String {
        plan.steps.filter { $0.kind == DK_INFO }.map { step in
            let start = Int(step.text_offset)
            return String(decoding: plan.bytes[start..<start + Int(step.text_length)], as: UTF8.self)
        }.joined(separator: ", ")
    }

    @Test func laterPassesDrawWhatTheFirstFoundOut() throws {
        let dissector = try dissector(Sample.fernetKeyFile)
        let conversation = dissector.makeConversation()
        let frames = session.frames.map(\.bytes)
        let first = frames.map { plan(dissector, $0, in: conversation) }
        #expect(first.map { info($0.plan) }.contains("Text: " + SampleSession.question))
        // What later frames told, the second pass has in full.
        let second = zip(frames, first).map { plan(dissector, $0, in: conversation, verdict: $1.verdict) }
        #expect(zip(first, second).allSatisfy { $1.plan.steps.count >= $0.plan.steps.count })
        #expect(first.map { info($0.plan) } == second.map { info($0.plan) })
        // Other keys change nothing on a later pass.
        dissector.setPreference(0, to: .path(""))
        for (frame, was) in zip(frames, second).reversed() {
            let again = plan(dissector, frame, in: conversation, verdict: was.verdict)
            #expect(again.verdict == was.verdict)
            #expect(again.plan.bytes == was.plan.bytes)
            #expect(
                again.plan.steps.map { [UInt64($0.offset), UInt64($0.length), $0.value, UInt64($0.field)] }
                    == was.plan.steps.map { [UInt64($0.offset), UInt64($0.length), $0.value, UInt64($0.field)] })
        }
    }

    /// No tree: the columns and notes are the same, and nothing else is planned.
    @Test func withoutFieldsColumnsAndNotesStay() throws {
        for key in [Sample.fernetKeyFile, Sample.wrongFernetKeyFile, Array("no key\n".utf8)] {
            let full = try dissector(key)
            let bare = try dissector(key)
            let (one, other) = (full.makeConversation(), bare.makeConversation())
            for frame in session.frames.map(\.bytes) + [[1, 2, 3]] {
                let drawn = plan(full, frame, in: one).plan
                let skipped = plan(bare, frame, in: other, wantsFields: false).plan
                #expect(info(drawn) == info(skipped))
                let notes = drawn.steps.filter { $0.kind == DK_EXPERT }.map(\.field)
                #expect(notes == skipped.steps.filter { $0.kind == DK_EXPERT }.map(\.field))
                let kept = [DK_EXPERT, DK_INFO, DK_SOURCE, DK_HAND_ON]
                #expect(skipped.steps.allSatisfy { kept.contains($0.kind) })
            }
        }
    }

    /// Ranges lie inside what they point into, and trees are closed: for every cut and every flipped bit.
    @Test func plansAreSoundWhateverTheBytes() throws {
        let dissector = try dissector(Sample.fernetKeyFile)
        let conversation = dissector.makeConversation()
        func check(_ bytes: [UInt8]) {
            let plan = plan(dissector, bytes, in: conversation).plan
            var sizes = [bytes.count]
            var depth = 0
            for step in plan.steps {
                switch step.kind {
                case DK_SOURCE: sizes.append(Int(step.text_length))
                case DK_FIELD, DK_SUBTREE, DK_PROTOCOL, DK_HAND_ON:
                    #expect(Int(step.offset) + Int(step.length) <= sizes[Int(step.source)])
                    if step.kind == DK_SUBTREE || step.kind == DK_PROTOCOL { depth += 1 }
                case DK_END: depth -= 1
                default: break
                }
                #expect(Int(step.text_offset) + Int(step.text_length) <= plan.bytes.count)
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
    @Test(arguments: Sample.suiteNames) func leavesCoverEachByteOnce(_ name: String) throws {
        let session = try SampleSession(#require(SuiteRegistry.standard.suite(named: name)))
        let dissector = try dissector(Sample.keyFile)
        let conversation = dissector.makeConversation()
        for frame in session.frames.map(\.bytes) {
            let steps = plan(dissector, frame, in: conversation).plan.steps
            var covered = [[Int](repeating: 0, count: frame.count)]
            for (index, step) in steps.enumerated() {
                if step.kind == DK_SOURCE { covered.append([Int](repeating: 0, count: Int(step.text_length))) }
                // A heading's fields are leaves themselves, but for those that lie in another tab, and flags.
                let next = index + 1 < steps.count ? steps[index + 1] : step
                let isHeading = step.kind == DK_SUBTREE && next.kind != DK_SOURCE
                let isFlag = step.kind == DK_FIELD && step.offset == 6 && step.source == 0
                guard step.kind == DK_FIELD || step.kind == DK_SUBTREE, !isHeading, !isFlag else { continue }
                for place in step.offset..<step.offset + step.length { covered[Int(step.source)][Int(place)] += 1 }
            }
            covered[0][6] += 1
            for source in covered { #expect(source.allSatisfy { $0 == 1 }) }
        }
    }

    @Test func framesTheStream() throws {
        let dissector = try dissector(nil)
        let conversation = dissector.makeConversation()
        func framing(_ bytes: [UInt8], canWait: Bool = true) -> Framing {
            dissector.frame(bytes.span.bytes, canWait: canWait, in: conversation)
        }
        let frame = session.frames[0].bytes
        #expect(framing(frame) == .unit(length: frame.count))
        #expect(framing(Array(frame[..<20])) == .needsMore)
        #expect(framing(Array(frame[..<20]), canWait: false) == .unit(length: 20))
        #expect(framing([1, 2, 3] + frame) == .unit(length: 3))
        let recognised = dissector.recognises(frame.span.bytes, isGuess: false)
        #expect(recognised)
        for other in ["GET / HTTP/1.1\r\n", "SSH-2.0-OpenSSH\r\n", "\u{16}\u{3}\u{1}"] {
            let bytes = Array(other.utf8)
            let isTaken = dissector.recognises(bytes.span.bytes, isGuess: false)
            #expect(!isTaken)
        }
    }

    @Test func declaresEachNameOnce() {
        let declaration = FernwireDissector.declaration
        let filters = declaration.fields.map(\.filter.description) + declaration.experts.map(\.filter.description)
        #expect(Set(filters).count == filters.count)
        #expect(filters.allSatisfy { $0.hasPrefix("fernwire.") })
        for field in declaration.fields {
            if case .unsigned(let bits, _) = field.kind { #expect([8, 16, 32, 64].contains(bits)) }
        }
    }
}
