// SPDX-License-Identifier: Apache-2.0
import FernwireWire
import TestSupport
import Testing

@testable import FernwireSession

/// What a direction does that has used up its epochs. PROTOCOL.md §4.2.
@Suite struct LastEpochTests {
    @Test("A side rekeys into the last epoch and sends in it, and does not rekey any more")
    func noRekeyAfterTheLastEpoch() throws {
        let pair = SessionPair(.aes256GCMPSK, Sample.credentials)
        pair.run()
        guard case .open(let client) = pair.client.state, case .open(let server) = pair.server.state else {
            Issue.record("no session")
            return
        }
        client.sending.epoch = .max - 1
        server.receiving.epoch = .max - 1
        try pair.client.rekey()
        #expect(throws: Session.SendError.exhausted) { try pair.client.rekey() }
        try pair.client.send(.text, [65])
        pair.run()
        #expect(pair.serverEvents.messages.map(\.bytes) == [[65]] && pair.isOpen)
        let last = try #require(pair.frames.last { $0.direction == .fromClient }).bytes
        let header = FrameHeader(decoding: last.rawSpan)
        #expect(header.epoch == .max)
    }
}
