// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession
import FernwireWire
import TestSupport
import Testing

@Suite struct SessionTests {
    @Test(
        "A session of every suite carries message and reply, and both sides close in order, without failure",
        arguments: SuiteRegistry.standard.suites.map { $0.id.rawValue })
    func exchangesMessagesAndEnds(_ id: UInt16) throws {
        let suite = try #require(SuiteRegistry.standard.suite(SuiteID(rawValue: id)))
        let pair = SessionPair(suite, Sample.credentials)
        pair.run()
        #expect(pair.isOpen)
        let asked = try pair.client.send(.text, Array("Hello Bob".utf8))
        pair.run()
        try pair.server.send(.text, Array("Hello Alice".utf8), replyTo: asked)
        try pair.client.end()
        pair.run()
        #expect(pair.serverEvents.messages.map(\.bytes) == [Array("Hello Bob".utf8)])
        #expect(pair.clientEvents.messages.map(\.bytes) == [Array("Hello Alice".utf8)])
        #expect(pair.clientEvents.messages.map(\.replyTo) == [asked])
        #expect(pair.serverEvents.peerEnded)
        #expect(!pair.serverEvents.isClosed)
        try pair.server.end()
        pair.run()
        #expect(pair.serverEvents.isClosed)
        #expect(pair.clientEvents.isClosed)
        #expect(pair.isOver)
        // The connection's end adds nothing to a session that both sides closed.
        pair.client.connectionEnded()
        pair.server.connectionEnded()
        let (late, lateOfServer) = (pair.client.takeEvents(), pair.server.takeEvents())
        #expect(late.isEmpty && lateOfServer.isEmpty)
        #expect(pair.clientEvents.failure == nil && pair.serverEvents.failure == nil)
    }
}
