// SPDX-License-Identifier: Apache-2.0
import FernwireWire
import TestSupport
import Testing

@testable import FernwireSession

/// What a direction does that has sent as many records as its key or its sequence numbers allow.
@Suite struct LastRecordTests {
    /// The number of records that a key protects before those that are kept for the end.
    private let limit = KeyLimits.recordsWithoutRekey - 4

    /// A session in a suite that cannot rekey, and its client's records, of which one more may be sent.
    private func pairWithOneRecordLeft() throws -> (SessionPair, RecordLayer) {
        let pair = SessionPair(.fernetPSK, Sample.credentials)
        pair.run()
        guard case .open(let client) = pair.client.state else { throw Session.SendError.notOpen }
        client.sending.recordsInEpoch = limit - 1
        return (pair, client)
    }

    @Test("Of the records of a key that cannot be changed, the last four are kept for the end of the session")
    func reserve() throws {
        let (pair, client) = try pairWithOneRecordLeft()
        #expect(throws: Session.SendError.exhausted, "a message of two records") {
            try pair.client.send(.text, [UInt8](repeating: 65, count: 20_000))
        }
        try pair.client.send(.text, [65])
        #expect(client.sending.recordsInEpoch == limit)
        #expect(throws: Session.SendError.exhausted) { try pair.client.send(.text, [66]) }
        try pair.client.end()
        pair.run()
        #expect(pair.serverEvents.messages.map(\.bytes) == [[65]] && pair.serverEvents.peerEnded)
    }

    @Test("A file of any size is begun, and the record is refused that the key has no room for") func file() throws {
        let (pair, client) = try pairWithOneRecordLeft()
        try pair.client.beginFile(
            FileFragment.Description(
                size: 1 << 40, sha256: [UInt8](repeating: 0, count: 32), name: Array("large".utf8), mediaType: []))
        try pair.client.send(fileData: [1])
        #expect(client.sending.recordsInEpoch == limit)
        #expect(throws: Session.SendError.exhausted) { try pair.client.send(fileData: [2]) }
        #expect(client.sending.recordsInEpoch == limit)
    }

    @Test("Of the sequence numbers of a direction, the last are kept for the end of the session") func numbers() throws
    {
        let pair = SessionPair(.aes256GCMPSK, Sample.credentials)
        pair.run()
        let last = UInt64.max
        pair.client.sent = last - 6
        #expect(throws: Session.SendError.exhausted, "a message of three records") {
            try pair.client.send(.text, [UInt8](repeating: 65, count: 40_000))
        }
        try pair.client.send(.text, [UInt8](repeating: 65, count: 20_000))
        #expect(pair.client.sent == last - 4)
        #expect(throws: Session.SendError.exhausted) { try pair.client.send(.text, [65]) }
        try pair.client.end()
        #expect(pair.client.sent == last - 3)
    }
}
