// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession
import FernwireWire
import TestSupport
import Testing

/// What a client says in records that a server must judge as a whole. PROTOCOL.md §4.
@Suite struct FileRecordTests {
    /// Sends `records` of the suite plaintext to a server.
    private func failure(
        _ records: [RecordPlaintext], streamsFiles: Bool = false, messageLimit: Int = 16 << 20
    ) -> SessionFailure? {
        var server = SessionConfiguration(
            role: .fromServer, suites: [.plaintext], credentials: Credentials(), clock: SessionPair.clock)
        server.streamsFiles = streamsFiles
        server.messageLimit = messageLimit
        let pair = SessionPair(
            client: .init(
                role: .fromClient, suites: [.plaintext], credentials: Credentials(), clock: SessionPair.clock),
            server: server)
        pair.run()
        let hello = pair.frames[1].bytes
        let id = FrameHeader(decoding: hello.rawSpan).sessionID
        for (number, record) in records.enumerated() {
            var content: [UInt8] = []
            record.encode(into: &content)
            let header = FrameHeader(
                .record, from: .fromClient, epoch: 1, sessionID: id, sequence: UInt64(2 + number),
                length: content.count)
            let frame = header.encoded() + content
            pair.server.receive(frame.span.bytes)
        }
        return pair.server.takeEvents().failure
    }

    private func piece(_ fragment: Fragment, offset: UInt64, _ data: [UInt8], size: UInt64 = 3) -> RecordPlaintext {
        let description = FileFragment.Description(
            size: size, sha256: .init(repeating: 0, count: 32), name: [65], mediaType: [])
        let content = FileFragment(
            offset: offset, description: fragment.beginsMessage ? description : nil, data: data)
        return RecordPlaintext(.file, fragment, messageID: 1, content: content.encoded())
    }

    @Test("A file has exactly the bytes that were said", arguments: [false, true]) func fileSizes(_ streams: Bool) {
        let malformed = SessionFailure.local(SessionError(.malformed))
        for (records, expected) in [
            ([piece(.whole, offset: 0, [1, 2, 3])], nil),
            ([piece(.whole, offset: 0, [1, 2, 3, 4])], malformed),
            ([piece(.whole, offset: 0, [1, 2])], malformed),
            ([piece(.first, offset: 0, [1, 2]), piece(.last, offset: 2, [3])], nil),
            ([piece(.first, offset: 0, [1, 2]), piece(.last, offset: 2, [3, 4])], malformed),
            ([piece(.first, offset: 0, [1, 2, 3, 4])], malformed),
            ([piece(.first, offset: 0, [1, 2]), piece(.last, offset: 1, [3])], malformed),
            ([piece(.first, offset: 0, [1, 2]), piece(.last, offset: 2, [])], malformed),
            ([piece(.first, offset: 0, [], size: .max), piece(.last, offset: 0, [])], malformed),
        ] as [([RecordPlaintext], SessionFailure?)] {
            // A size above the limit of what is put together is refused for that.
            let isLarge = records[0].content[8] == 0xFF && !streams
            let found = failure(records, streamsFiles: streams)
            #expect(isLarge ? found == .local(SessionError(.messageTooLarge, .limit(.messageSize))) : found == expected)
        }
    }

    @Test("A file of the limit is put together, and one of a byte more is refused by its head, unless it is streamed")
    func fileLimit() {
        let tooLarge = SessionFailure.local(SessionError(.messageTooLarge, .limit(.messageSize)))
        #expect(failure([piece(.whole, offset: 0, [1, 2, 3])], messageLimit: 3) == nil)
        let head = piece(.first, offset: 0, [], size: 4)
        #expect(failure([head], messageLimit: 4) == nil)
        #expect(failure([head], messageLimit: 3) == tooLarge)
        #expect(failure([head], streamsFiles: true, messageLimit: 3) == nil)
    }

    @Test("A rekey is unexpected where the suite cannot rekey") func rekeyWhereThereIsNone() {
        let rekey = RecordPlaintext(.rekey, content: Rekey(nextEpoch: 2).encoded())
        #expect(failure([rekey]) == .local(SessionError(.unexpectedMessage)))
    }

    @Test("After the end of a direction nothing comes but an alert") func afterTheEnd() {
        let end = RecordPlaintext(.endOfSession)
        #expect(failure([end]) == nil)
        let text = RecordPlaintext(.text, messageID: 1, content: [65])
        #expect(failure([text, end]) == nil)
        for late in [text, end, RecordPlaintext(.rekey, content: Rekey(nextEpoch: 2).encoded())] {
            #expect(failure([end, late]) == .local(SessionError(.unexpectedMessage)))
        }
        let alert = RecordPlaintext(.alert, content: Alert(.internalError).encoded())
        #expect(failure([end, alert]) == .alert(code: AlertCode.internalError.rawValue, isAuthenticated: true))
        let first = RecordPlaintext(.text, .first, messageID: 1, content: [65])
        #expect(failure([first, end]) == .local(SessionError(.malformed)))
    }
}
