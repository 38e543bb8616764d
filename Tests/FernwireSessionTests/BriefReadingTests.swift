// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import FernwireWire
import TestSupport
import Testing

/// Reading by who takes operations with keys elsewhere: whatever fails must show without more bytes.
@Suite struct BriefReadingTests {
    /// A client of x25519, past the hellos, that reads `bytes` as an event loop does.
    private func failure(_ bytes: [UInt8]) -> SessionFailure? {
        let pair = SessionPair(.x25519Ed25519ChaCha20Poly1305, Sample.credentials)
        pair.server.receive(pair.client.takeOutgoing().span.bytes)
        pair.client.receiveBriefly(Array(pair.server.takeOutgoing().prefix(69)).span.bytes)
        #expect(pair.client.nextOperations == .short)
        pair.client.receiveBriefly(bytes.span.bytes)
        while pair.client.hasFrame { _ = pair.client.receiveFrame() }
        return pair.client.takeEvents().failure
    }

    @Test("What begins no frame fails at once, as a part of one waits") func failures() {
        let whole = FrameHeader(.keyShare, from: .fromServer, sessionID: 1, sequence: 1, length: 70_000).encoded()
        #expect(failure(whole) == .local(SessionError(.frameTooLarge)))
        #expect(failure([0x47, 0x45]) == .notFernwire)
        #expect(failure(Array(whole[..<4]) + [2]) == .local(SessionError(.unsupportedVersion)))
        for count in [0, 3, 5, 31] { #expect(failure(Array(whole[..<count])) == nil) }
    }
}
