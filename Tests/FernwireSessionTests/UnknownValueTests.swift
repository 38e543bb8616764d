// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import FernwireWire
import TestSupport
import Testing

/// What is not known yet must not end a session, where PROTOCOL.md §3 and §4 leave room for it.
@Suite struct UnknownValueTests {
    private func hello(_ pair: SessionPair) throws -> ClientHello {
        let frame = pair.client.takeOutgoing()
        return try ClientHello(decoding: frame.rawSpan.extracting(Wire.headerLength..<frame.count))
    }

    @Test("A client puts a value that means nothing into suites and extensions, another one each time")
    func grease() throws {
        var suites: Set<UInt16> = []
        for _ in 0..<100 {
            let hello = try hello(SessionPair(.fernetPSK, Sample.credentials))
            let reserved = hello.suites.map(\.rawValue).filter { GREASE.isReserved($0) }
            #expect(reserved.count == 1 && hello.suites.count == 2)
            #expect(hello.extensions.count == 1 && hello.extensions.allSatisfy { GREASE.isReserved($0.type) })
            suites.formUnion(reserved)
        }
        #expect(suites.count > 8)
        let all = (UInt16.min...UInt16.max).filter { GREASE.isReserved($0) }
        #expect(all.count == 16 && all.first == 0x0A0A && all.last == 0xFAFA)
    }

    /// Feeds a server hello for `suite` to a client that offered fernet-psk.
    private func answer(_ suite: UInt16?, _ extensionTypes: (ClientHello) -> [UInt16]) throws -> SessionFailure? {
        let pair = SessionPair(.fernetPSK, Sample.credentials)
        let offered = try hello(pair)
        let hello = ServerHello(
            random: offered.random, suite: suite.map(SuiteID.init) ?? offered.suites[0],
            extensions: extensionTypes(offered).map { Extension(type: $0, data: []) })
        let payload = hello.encoded()
        let header = FrameHeader(.serverHello, from: .fromServer, sessionID: 1, sequence: 0, length: payload.count)
        let frame = header.encoded() + payload
        pair.client.receive(frame.span.bytes)
        return pair.client.takeEvents().failure
    }

    @Test("A server that chooses or answers a value that means nothing is refused") func greaseIsNotChosen() throws {
        let refusal = SessionFailure.local(SessionError(.illegalParameter))
        #expect(try answer(nil) { _ in [] } == refusal)
        #expect(try answer(CipherSuite.fernetPSK.id.rawValue) { [$0.extensions[0].type] } == refusal)
        #expect(try answer(CipherSuite.fernetPSK.id.rawValue) { _ in [1] } == refusal)
        #expect(try answer(CipherSuite.fernetPSK.id.rawValue) { _ in [] } == nil)
    }

    /// Sends `plaintext` as a record of the suite plaintext to a server.
    private func record(_ plaintext: [UInt8]) -> [SessionEvent] {
        let pair = SessionPair(.plaintext, Sample.credentials)
        pair.run()
        let hello = pair.frames[1].bytes
        let id = FrameHeader(decoding: hello.rawSpan).sessionID
        var bytes: [UInt8] = []
        for (number, content) in [plaintext, RecordPlaintext(.text, messageID: 1, content: [65]).encoded].enumerated() {
            bytes += FrameHeader(
                .record, from: .fromClient, epoch: 1, sessionID: id, sequence: UInt64(2 + number),
                length: content.count
            ).encoded()
            bytes += content
        }
        pair.server.receive(bytes.span.bytes)
        return pair.server.takeEvents()
    }

    @Test("Control content of 0x20 to 0x3F is disregarded if it has its form, and any other unknown type is malformed")
    func unknownControl() {
        let zeros = [UInt8](repeating: 0, count: 17)
        for type in 0..<UInt8.max where ContentType.allCases.allSatisfy({ $0.rawValue != type }) {
            let events = record([type] + zeros + [1, 2, 3])
            if (0x20...0x3F).contains(type) {
                #expect(events.failure == nil && events.messages.count == 1, "\(type)")
            } else {
                guard case .local(let error) = events.failure, error.alert == .malformed else {
                    Issue.record("content type \(type): \(String(describing: events.failure))")
                    continue
                }
            }
        }
        for place in [1, 9, 17] {
            var wrong = [0x2A] + zeros
            wrong[place] = 1
            #expect(record(wrong).failure != nil, "byte \(place)")
        }
    }

    @Test("A key id is offered once") func keyIDsAreDistinct() throws {
        let hello = ClientHello(
            random: .init(repeating: 1, count: 32), suites: [CipherSuite.fernetPSK.id], keyIDs: [[65], [66], [65]])
        let payload = hello.encoded()
        #expect(throws: WireError.self) { try ClientHello(decoding: payload.rawSpan) }
    }
}

extension RecordPlaintext {
    fileprivate var encoded: [UInt8] {
        var bytes: [UInt8] = []
        encode(into: &bytes)
        return bytes
    }
}
