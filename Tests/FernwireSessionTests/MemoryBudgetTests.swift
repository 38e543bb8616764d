// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import FernwireWire
import TestSupport
import Testing

/// What messages of all sessions keep in memory together. PROTOCOL.md §7.
@Suite struct MemoryBudgetTests {
    /// Two clients of servers that share a budget.
    private func pairs(limit: Int) -> [SessionPair] {
        let memory = MemoryBudget(limit: limit)
        return (0..<2).map { _ in
            var server = SessionConfiguration(
                role: .fromServer, suites: [.aes256GCMPSK], credentials: Sample.credentials,
                clock: SessionPair.clock)
            server.memory = memory
            let client = SessionConfiguration(
                role: .fromClient, suites: [.aes256GCMPSK], credentials: Sample.credentials,
                clock: SessionPair.clock)
            let pair = SessionPair(client: client, server: server)
            pair.run()
            return pair
        }
    }

    @Test("A message that takes just what is left is taken") func lastBytes() throws {
        for (limit, isTaken) in [(60_000, true), (59_999, false)] {
            let pair = pairs(limit: limit)[0]
            try pair.client.send(.binary, [UInt8](repeating: 7, count: 60_000))
            pair.run()
            #expect(pair.isOpen == isTaken)
        }
    }

    @Test(
        "Messages that nobody has taken count for all sessions together; the session that exceeds the limit ends busy")
    func isShared() throws {
        let pairs = pairs(limit: 100_000)
        let message = [UInt8](repeating: 7, count: 60_000)
        try pairs[0].client.send(.binary, message)
        pairs[0].run()
        try pairs[1].client.send(.binary, message)
        pairs[1].run()
        #expect(pairs[0].isOpen && pairs[0].serverEvents.messages.map(\.bytes) == [message])
        #expect(pairs[1].serverEvents.failure == .local(SessionError(.busy, .limit(.memory))))
        let code = AlertCode.busy.rawValue
        #expect(pairs[1].clientEvents.failure == .alert(code: code, isAuthenticated: true))
    }

    @Test("What was taken, and what a session leaves behind, counts no more") func isReleased() throws {
        let pairs = pairs(limit: 100_000)
        let message = [UInt8](repeating: 7, count: 60_000)
        for _ in 0..<5 {
            for pair in pairs {
                try pair.client.send(.binary, message)
                pair.run()
                #expect(pair.serverEvents.messages.count == 1)
                pair.serverEvents = []
            }
        }
        // An unfinished message.
        try pairs[0].client.send(.binary, message)
        let frames = FrameHeader.wholeFrames(in: pairs[0].client.takeOutgoing())
        for frame in frames.dropLast() { pairs[0].server.receive(frame.span.bytes) }
        pairs[0].server.connectionEnded()
        _ = pairs[0].server.takeEvents()
        try pairs[1].client.send(.binary, message)
        pairs[1].run()
        #expect(pairs[1].serverEvents.messages.count == 1)
    }
}
