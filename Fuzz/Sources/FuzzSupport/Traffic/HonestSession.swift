// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession
import FernwireWire

/// A session as client and server speak it, which the passive targets change: it is made once for each suite.
package final class HonestSession {
    package let suite: CipherSuite
    package private(set) var frames: [(isFromServer: Bool, bytes: [UInt8])] = []
    /// Its key log.
    package private(set) var keyLog: [UInt8] = []
    private var sealings = Sides(repeating: Sealing())
    package private(set) var id: UInt64 = 0

    package nonisolated(unsafe) static let all = Samples.suites.map(HonestSession.init)

    package static func speaking(_ number: UInt8) -> HonestSession { all[Int(number) % all.count] }

    private init(_ suite: CipherSuite) {
        self.suite = suite
        var client = Session(Samples.configuration(.fromClient, suite))
        var server = Session(Samples.configuration(.fromServer, suite))
        carry(&client, &server)
        _ = try? client.send(.text, Array("What is the time?".utf8))
        carry(&client, &server)
        _ = try? server.send(.json, Array(#"{"time": 12}"#.utf8), replyTo: 1)
        if suite.canRekey { try? client.rekey() }
        _ = try? client.sendFile(named: Array("a.txt".utf8), mediaType: Array("text/plain".utf8), [1, 2, 3])
        carry(&client, &server)
        try? client.end()
        try? server.end()
        carry(&client, &server)
        precondition(client.isOver && server.isOver, "\(suite.name) did not come to its end")
        id = frames.last.map { FrameHeader(decoding: $0.bytes.rawSpan).sessionID } ?? 0
    }

    private func carry(_ client: inout Session, _ server: inout Session) {
        while client.hasOutput || server.hasOutput {
            take(client.takeEvents())
            take(server.takeEvents())
            let asked = client.takeOutgoing()
            let answered = server.takeOutgoing()
            frames += FrameHeader.wholeFrames(in: asked).map { (false, $0) }
            server.receive(asked.rawSpan)
            frames += FrameHeader.wholeFrames(in: answered).map { (true, $0) }
            client.receive(answered.rawSpan)
        }
    }

    private func take(_ events: [SessionEvent]) {
        sealings[.fromClient].take(events, of: .fromClient, suite)
        sealings[.fromServer].take(events, of: .fromServer, suite)
        for case .keys(let entries) in events { keyLog += entries.flatMap { $0.line() } }
    }

    /// Returns a record of a side with `plaintext`; `nil` where it cannot be sealed.
    package func record(_ plaintext: [UInt8], isFromServer: Bool, sequence: UInt64) -> [UInt8]? {
        let direction: Direction = isFromServer ? .fromServer : .fromClient
        let header = FrameHeader(
            .record, from: direction, isProtected: suite.setsProtectedFlag, epoch: 1, sessionID: id,
            sequence: sequence, length: 0)
        return sealings[direction].record(plaintext, header)
    }
}
