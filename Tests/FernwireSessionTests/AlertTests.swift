// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import FernwireWire
import TestSupport
import Testing

/// An alert is never answered, whatever is wrong with it. PROTOCOL.md §8.
@Suite struct AlertTests {
    private func openPair(_ suite: CipherSuite = .aes256GCMPSK) -> SessionPair {
        let pair = SessionPair(suite, Sample.credentials)
        pair.run()
        return pair
    }

    /// An alert frame to the server, from a client that has sent three frames, with `change` made to it.
    private func alert(_ pair: SessionPair, code: [UInt8] = [0, 2], _ change: (inout [UInt8]) -> Void) -> [UInt8] {
        let sequence = UInt64(pair.frames.count { $0.direction == .fromClient })
        let hello = pair.frames[1].bytes
        let id = FrameHeader(decoding: hello.rawSpan).sessionID
        let header = FrameHeader(.alert, from: .fromClient, sessionID: id, sequence: sequence, length: code.count)
        var frame = header.encoded() + code
        change(&frame)
        return frame
    }

    @Test("An alert frame with a fault ends the session in silence, before and after the handshake")
    func wrongAlertFrames() {
        let changes: [(String, [UInt8], (inout [UInt8]) -> Void)] = [
            ("no code", [], { _ in }), ("a long code", [0, 2, 0], { _ in }), ("an epoch", [0, 2], { $0[11] = 1 }),
            ("protected", [0, 2], { $0[6] = 1 }), ("a reserved flag", [0, 2], { $0[6] = 2 }),
            ("another session", [0, 2], { $0[12] ^= 1 }), ("another sequence", [0, 2], { $0[27] ^= 8 }),
            ("its own direction", [0, 2], { $0[7] = 1 }), ("too long", [0, 2], { $0[28] = 1 }),
        ]
        for (name, code, change) in changes {
            let open = openPair()
            let early = SessionPair(.aes256GCMPSK, Sample.credentials)
            early.cut(afterFrames: 2)
            early.run()
            for pair in [open, early] {
                _ = pair.server.takeOutgoing()
                let frame = alert(pair, code: code, change)
                pair.server.receive(frame.span.bytes)
                let events = pair.server.takeEvents()
                guard case .local = events.failure else {
                    Issue.record("\(name): \(String(describing: events.failure))")
                    continue
                }
                let sent = pair.server.sentAlert
                #expect(pair.server.takeOutgoing().isEmpty && sent == nil, "\(name)")
            }
        }
    }

    @Test("A right alert ends the session in silence, and another frame with the same fault is answered")
    func rightAlertsAndOtherFrames() {
        let right = openPair()
        let frame = alert(right) { _ in }
        right.server.receive(frame.span.bytes)
        #expect(right.server.takeEvents().failure == .alert(code: 2, isAuthenticated: false))
        #expect(right.server.takeOutgoing().isEmpty)
        let other = openPair()
        let record = alert(other) { $0[5] = MessageType.finished.rawValue }
        other.server.receive(record.span.bytes)
        #expect(other.server.takeEvents().failure == .local(SessionError(.unexpectedMessage)))
        let sent = other.server.sentAlert
        #expect(!other.server.takeOutgoing().isEmpty && sent == .unexpectedMessage)
    }
}
