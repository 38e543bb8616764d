// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireSession
import FernwireWire
import TestSupport
import Testing

@testable import FernwireDissection

/// What is drawn of a frame: its place in the session, its record, and the message that it completes.
@Suite struct FramePlanTests {
    let session: SampleSession

    init() throws {
        session = try SampleSession(.fernetPSK)
    }

    /// Dissects the frames of a connection with keys that are given as text.
    private func draw(_ frames: [[UInt8]], keys texts: [[UInt8]] = []) -> [PlanCopy] {
        let keys = SharedKeys()
        keys.use(path: "", rows: texts.map { KeyRow(isFile: false, value: $0, comment: []) }, passphrases: "")
        let dissector = FernwireDissector(keys: keys)
        let conversation = dissector.makeConversation()
        var plans: [PlanCopy] = []
        for frame in frames {
            var plan = Plan()
            let pdu = PDU(reportedLength: frame.count, isFirstPass: true)
            _ = dissector.dissect(frame.span.bytes, pdu, in: conversation, into: &plan)
            plans.append(PlanCopy(plan))
        }
        return plans
    }

    private func notes(_ plan: PlanCopy) -> [Note] {
        plan.steps.filter { $0.kind == .note }.map { Note(number: $0.field) }
    }

    private func has(_ kind: PlanStepKind, _ field: Field, in plan: PlanCopy) -> Bool {
        plan.steps.contains { $0.kind == kind && $0.field == field.number }
    }

    @Test("A frame that comes again is marked as repeated, and the first one of another session as such")
    func places() throws {
        let frames = session.frames.map(\.bytes)
        let last = try #require(frames.last)
        var other = last
        // The last byte of the session id.
        other[19] ^= 1
        let places: [Note] = [.gap, .repeated, .otherSession]
        let marks = draw(frames + [last, other, other]).map { plan in notes(plan).filter { places.contains($0) } }
        #expect(marks.dropLast(3).allSatisfy { $0.isEmpty })
        let expected: [[Note]] = [[.repeated], [.otherSession], [.repeated]]
        #expect(Array(marks.suffix(3)) == expected)
    }

    @Test("The Info column tells of a length above the maximum, and of how many bytes were skipped")
    func strayBytes() {
        func header(_ length: Int) -> [UInt8] {
            FrameHeader(.record, from: .fromClient, sessionID: 1, sequence: 0, length: length).encoded()
        }
        let plans = draw([header(Wire.maximumPayload), header(Wire.maximumPayload + 1), [1, 2, 3]])
        #expect(!notes(plans[0]).contains(Note.oversized))
        #expect(notes(plans[1]) == [Note.oversized])
        #expect(plans[1].texts(of: .info) == ["Frame above the maximum length"])
        #expect(notes(plans[2]) == [Note.skipped])
        #expect(plans[2].texts(of: .info) == ["Skipped 3 bytes"])
    }

    @Test("A record shows what it protects if a key opens it, and is not malformed if none does")
    func records() {
        let frames = session.frames.map(\.bytes)
        for keys in [[], [Sample.fernetKeyFile]] as [[[UInt8]]] {
            let plans = zip(frames, draw(frames, keys: keys)).filter { $0.0[5] == MessageType.record.rawValue }.map(\.1)
            #expect(!plans.isEmpty)
            for plan in plans {
                #expect(has(.subtree, .decrypted, in: plan) == !keys.isEmpty)
                let noted = notes(plan)
                #expect(!noted.contains(Note.malformed) && !noted.contains(Note.unknownType))
            }
        }
    }

    @Test("A text of one record goes to a subdissector, and control records do not")
    func wholeMessages() {
        let plans = draw(session.frames.map(\.bytes), keys: [Sample.fernetKeyFile])
        let calls = plans.flatMap { plan in plan.steps.filter { $0.kind == .call } }
        let lengths = [SampleSession.question.utf8.count, SampleSession.answer.utf8.count]
        #expect(calls.map { Int($0.length) } == lengths)
        #expect(calls.allSatisfy { $0.value == UInt64(ContentType.text.rawValue) })
    }

    @Test("A message of several records is put together at the last one, as text if it is text or JSON")
    func messagesOfSeveralRecords() throws {
        let content = Array("\"\(String(repeating: "x", count: 40_000))\"".utf8)
        for (type, isText) in [(.text, true), (.json, true), (.binary, false)] as [(ContentType, Bool)] {
            let pair = SessionPair(.fernetPSK, Sample.credentials)
            pair.run()
            try pair.client.send(type, content)
            pair.run()
            let plans = draw(pair.frames.map(\.bytes), keys: [Sample.fernetKeyFile])
            let isWhole = plans.map { has(.subtree, .message, in: $0) }
            #expect(isWhole.firstIndex(of: true) == plans.count - 1)
            let last = try #require(plans.last)
            #expect(has(.field, .messageText, in: last) == isText)
            let calls = last.steps.filter { $0.kind == .call }
            #expect(calls.map { Int($0.length) } == [content.count])
            #expect(calls.map(\.value) == [UInt64(type.rawValue)])
        }
    }

    @Test("A frame without a payload is drawn as a frame, and a header that lacks a byte as skipped bytes")
    func headersAlone() {
        let header = FrameHeader(.record, from: .fromClient, sessionID: 1, sequence: 0, length: 0).encoded()
        let plans = draw([header, Array(header.dropLast())])
        let isFrame = plans.map { has(.field, .magic, in: $0) }
        let isSkipped = plans.map { has(.field, .skipped, in: $0) }
        #expect(isFrame == [true, false] && isSkipped == [false, true])
    }
}
