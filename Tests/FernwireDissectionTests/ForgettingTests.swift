// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireWire
import Testing

@testable import FernwireDissection
@testable import FernwireSession

/// What a conversation forgets in a single pass over a capture of any size.
@Suite struct ForgettingTests {
    private let keys = SharedKeys()
    private let pdu = PDU(reportedLength: 0, isFirstPass: true)

    private func keep(
        _ message: RecordPlaintext, from direction: Direction, in conversation: FernwireConversation
    ) -> FindingID {
        var bytes: [UInt8] = []
        message.encode(into: &bytes)
        let record = RecordContent(bytes.span.bytes, Observation())
        let header = FrameHeader(.record, from: direction, sessionID: 1, sequence: 0, length: bytes.count)
        return conversation.keep(Observation(), of: pdu, header: header, record: record, keys: keys)
    }

    /// Frames are forgotten 4096 at a time.
    @Test("The first frame is forgotten with the 69,632nd, and a reply to it still comes to its place")
    func oldFrames() throws {
        let conversation = FernwireConversation(forgets: true)
        let request = keep(RecordPlaintext(.text, messageID: 1, content: [1]), from: .fromClient, in: conversation)
        // A frame of no known direction belongs to no message.
        var other = FrameHeader(.record, from: .fromClient, sessionID: 1, sequence: 0, length: 0)
        other.direction = 2
        for _ in 2..<FernwireConversation.rememberedLimit + 4096 {
            _ = conversation.keep(Observation(), of: pdu, header: other, record: nil, keys: keys)
        }
        let isKept = conversation.finding(request) != nil
        #expect(isKept)
        _ = conversation.keep(Observation(), of: pdu, header: other, record: nil, keys: keys)
        let isStillKept = conversation.finding(request) != nil
        #expect(!isStillKept)
        let answer = RecordPlaintext(.text, messageID: 1, replyTo: 1, content: [2])
        let reply = keep(answer, from: .fromServer, in: conversation)
        let found = try #require(conversation.finding(reply))
        #expect(found.links.request == request)
    }

    @Test("The first message is forgotten with the 131,072nd of its direction, and a reply to it finds none")
    func oldMessages() throws {
        let conversation = FernwireConversation(forgets: true)
        func send(_ id: UInt64) -> FindingID {
            keep(RecordPlaintext(.text, messageID: id), from: .fromClient, in: conversation)
        }
        func request(ofReply id: UInt64) throws -> FindingID {
            let answer = RecordPlaintext(.text, messageID: id, replyTo: 1)
            let reply = keep(answer, from: .fromServer, in: conversation)
            let found = try #require(conversation.finding(reply))
            return found.links.request
        }
        let first = send(1)
        let last = UInt64(2 * FernwireConversation.rememberedLimit)
        for id in 2..<last { _ = send(id) }
        let known = try request(ofReply: 1)
        _ = send(last)
        let forgotten = try request(ofReply: 2)
        #expect(known == first && !forgotten.isSome)
    }
}
