// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireSession
import FernwireWire
import TestSupport
import Testing

@testable import FernwireDissection

/// What is told of records: in the Info column, to searches and to listeners.
@Suite struct RecordDrawingTests {
    /// The frames of a session in which the client sends what `send` does, once it is open.
    private func frames(_ send: (inout Session) throws -> Void) throws -> [[UInt8]] {
        let pair = SessionPair(.fernetPSK, Sample.credentials)
        pair.run()
        try send(&pair.client)
        pair.run()
        return pair.frames.map(\.bytes)
    }

    /// A text that takes as many records.
    private func text(records count: Int) -> [UInt8] {
        [UInt8](repeating: UInt8(ascii: "a"), count: (count - 1) * Wire.maximumContent + 1)
    }

    @Test("The Info column tells which part of its message a record is, unless it is all of it")
    func parts() throws {
        let frames = try frames {
            try $0.send(.text, Array("all".utf8))
            try $0.send(.text, text(records: 3))
        }
        let found = SessionDissection(keys: Sample.fernetKeyFile).frames(frames).map(\.info).suffix(4)
        #expect(found.first == "Text: all")
        #expect(zip(found.dropFirst(), ["first", "middle", "last"]).allSatisfy { $0.hasSuffix(" [\($1)]") })
    }

    @Test("The Info column tells the size of a record that no key opens")
    func closedRecords() throws {
        let frames = try SampleSession(.fernetPSK).frames.map(\.bytes)
        for (frame, pdu) in zip(frames, SessionDissection().frames(frames))
        where frame[5] == MessageType.record.rawValue {
            #expect(pdu.info.hasPrefix("Record (\(frame.count - Wire.headerLength) bytes)"))
        }
    }

    @Test("Records that are tokens by themselves are kept from searches, and others are not")
    func searches() throws {
        for (suite, isToken) in [(.fernetPSK, true), (.aes256GCMPSK, false)] as [(CipherSuite, Bool)] {
            let frames = try SampleSession(suite).frames.map(\.bytes)
            for (frame, pdu) in zip(frames, SessionDissection().frames(frames))
            where frame[5] == MessageType.record.rawValue {
                let kept = pdu.plan.steps.filter { $0.kind == .exclude }.map { [Int($0.offset), Int($0.length)] }
                let expected = isToken ? [[Wire.headerLength, frame.count - Wire.headerLength]] : []
                #expect(kept == expected)
            }
        }
    }

    @Test("Where only the latest frames are remembered, no message of several records is put together")
    func forgetfulConversations() throws {
        let frames = try frames { try $0.send(.text, text(records: 2)) }
        let keys = SharedKeys()
        keys.use(path: "", rows: [KeyRow(isFile: false, value: Sample.fernetKeyFile, comment: [])], passphrases: "")
        let dissector = FernwireDissector(keys: keys)
        for forgets in [false, true] {
            let conversation = forgets ? dissector.makeForgetfulConversation() : dissector.makeConversation()
            var last: DissectedPDU?
            for frame in frames {
                var plan = Plan()
                let pdu = PDU(reportedLength: frame.count, isFirstPass: true)
                _ = dissector.dissect(frame.span.bytes, pdu, in: conversation, into: &plan)
                last = DissectedPDU(plan: PlanCopy(plan))
            }
            let found = try #require(last)
            #expect(found.info.hasSuffix(" [last]"))
            #expect(found.plan.steps.contains { $0.field == Field.message.number && $0.kind == .subtree } == !forgets)
            #expect(found.plan.steps.contains { $0.kind == .call } == !forgets)
        }
    }

    @Test("Who follows the stream is told of a text of one byte, and not of an empty one")
    func followers() throws {
        let frames = try frames {
            try $0.send(.text, Array("a".utf8))
            try $0.send(.text, [])
        }
        let dissection = SessionDissection(keys: Sample.fernetKeyFile)
        let found = frames.map { dissection.frame($0, listeners: .follower) }
        let followed = found.flatMap { pdu in pdu.plan.steps.filter { $0.kind == .follow }.map(\.length) }
        #expect(followed == [1])
    }

    @Test("Who exports objects is told a file's name, type and size with its first record alone")
    func exporters() throws {
        let data = text(records: 2)
        let frames = try frames {
            try $0.sendFile(named: Array("notes.txt".utf8), mediaType: Array("text/plain".utf8), data)
        }
        let dissection = SessionDissection(keys: Sample.fernetKeyFile)
        let found = frames.map { dissection.frame($0, listeners: .exporter).plan }
        let records = found.filter { plan in plan.steps.contains { $0.kind == .chunk } }
        #expect(records.count > 1)
        #expect(records.first?.texts(of: .objectName) == ["notes.txt"])
        #expect(records.first?.texts(of: .objectType) == ["text/plain"])
        #expect(records.dropFirst().allSatisfy { $0.texts(of: .objectName).isEmpty })
        let sizes = found.flatMap { plan in plan.steps.filter { $0.kind == .objectName }.map(\.value) }
        #expect(sizes == [UInt64(data.count)])
    }

    @Test("The payload of a record whose suite is not known is shown as bytes")
    func unknownSuites() {
        let payload: [UInt8] = [1, 2, 3]
        let header = FrameHeader(
            .record, from: .fromClient, isProtected: true, epoch: 1, sessionID: 7, sequence: 2, length: payload.count)
        let steps = SessionDissection().frame(header.encoded() + payload).plan.steps
        let shown = steps.filter { $0.kind == .field && $0.field == Field.payload.number }
        let places = shown.map { [Int($0.offset), Int($0.length)] }
        #expect(places == [[Wire.headerLength, payload.count]])
    }
}
