// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import FernwireWire
import TestSupport
import Testing

/// How much a key protects, and how often it may change. PROTOCOL.md §4 and §5.
@Suite struct KeyLimitTests {
    private func pair(
        _ suite: CipherSuite, recordsPerKey: UInt64 = KeyLimits.records
    ) -> SessionPair {
        var client = SessionConfiguration(
            role: .fromClient, suites: [suite], credentials: Sample.credentials, clock: SessionPair.clock)
        client.recordsPerKey = recordsPerKey
        let server = SessionConfiguration(
            role: .fromServer, suites: [suite], credentials: Sample.credentials, clock: SessionPair.clock)
        let pair = SessionPair(client: client, server: server)
        pair.run()
        return pair
    }

    private func epochs(_ pair: SessionPair) -> [UInt32: Int] {
        let headers = pair.frames.map { FrameHeader(decoding: $0.bytes.rawSpan) }
        return Dictionary(
            grouping: headers.filter { $0.knownType == .record && $0.direction == 0 }, by: \.epoch
        ).mapValues(\.count)
    }

    @Test(
        "A key protects no more records than its limit, in one long message and in many",
        arguments: [0, 1, 2])
    func rekeysInTime(_ which: Int) throws {
        let suites: [CipherSuite] = [.aes256GCMPSK, .aes128CBCPSK, .x25519Ed25519AES256GCM]
        let pair = pair(suites[which], recordsPerKey: 10)
        let long = [UInt8](repeating: 7, count: 30 * Wire.maximumContent)
        try pair.client.send(.binary, long)
        for _ in 0..<30 { try pair.client.send(.text, [65]) }
        try pair.client.sendFile(named: Array("f".utf8), mediaType: [], long)
        pair.run()
        #expect(pair.serverEvents.messages.count == 32)
        #expect(pair.serverEvents.messages.first?.bytes == long)
        let counts = epochs(pair)
        #expect(counts.values.allSatisfy { $0 <= 10 } && counts.count > 10)
        #expect(pair.isOpen)
        let single = self.pair(suites[which])
        for _ in 0..<30 { try single.client.send(.text, [65]) }
        single.run()
        #expect(epochs(single) == [1: 30])
    }

    @Test(
        "Of rekeys there are at most 16 more than messages; the sender keeps to that, and the receiver refuses one more"
    )
    func rekeysAreBounded() throws {
        let pair = pair(.aes256GCMPSK)
        for _ in 0..<16 { try pair.client.rekey() }
        #expect(throws: Session.SendError.rekeyedTooOften) { try pair.client.rekey() }
        try pair.client.send(.text, [65])
        try pair.client.rekey()
        #expect(throws: Session.SendError.rekeyedTooOften) { try pair.client.rekey() }
        pair.run()
        #expect(pair.isOpen && pair.serverEvents.messages.count == 1)
    }
}
