// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession
import FernwireWire
import Foundation
import TestSupport
import Testing

/// What the suites of the registry have in common, and what each lacks.
@Suite struct SuiteTests {
    private func openPair(_ suite: any CipherSuite.Type) -> SessionPair {
        let pair = SessionPair(suite, Sample.credentials)
        pair.run()
        return pair
    }

    /// The record of a text, with a byte changed on its way; what the server made of it.
    private func received(_ suite: any CipherSuite.Type, flipping place: Int, mask: UInt8 = 1) throws -> [SessionEvent]
    {
        let pair = openPair(suite)
        try pair.client.send(.text, Array("Hello".utf8))
        var record = pair.client.takeOutgoing()
        record[Wire.headerLength + place] ^= mask
        pair.server.receive(record.span.bytes)
        return pair.server.takeEvents()
    }

    @Test(arguments: Sample.suiteNames)
    func aChangedPayloadIsRefusedWhereRecordsAreAuthenticated(_ name: String) throws {
        let suite = try #require(SuiteRegistry.standard.suite(named: name))
        let pair = openPair(suite)
        try pair.client.send(.text, Array("Hello".utf8))
        let length = pair.client.takeOutgoing().count - Wire.headerLength
        var unseen = 0
        for place in 0..<length {
            let events = try received(suite, flipping: place)
            if suite.authenticatesRecords {
                #expect(events.failure == .local(SessionError(.badRecord)), "byte \(place)")
                #expect(events.messages.isEmpty)
            } else if !events.messages.isEmpty {
                unseen += 1
            }
        }
        #expect(suite.authenticatesRecords == (suite.warning == nil))
        #expect((unseen > 0) == !suite.authenticatesRecords)
    }

    /// The lesson: 'H' xor 2 is 'J', and nobody notices.
    @Test func aFlippedBitOfTheIVTurnsHelloIntoJello() throws {
        let changed = try received(AES128CBCPSKNoMAC.self, flipping: 0, mask: 2)
        #expect(changed.messages.map(\.bytes) == [Array("Jello".utf8)])
        let refused = try received(AES128CBCPSK.self, flipping: 0, mask: 2)
        #expect(refused.failure == .local(SessionError(.badRecord)))
    }

    @Test(arguments: Sample.suiteNames) func rekeysOrRefuses(_ name: String) throws {
        let suite = try #require(SuiteRegistry.standard.suite(named: name))
        let pair = openPair(suite)
        guard suite.canRekey else {
            #expect(throws: Session.SendError.cannotRekey) { try pair.client.rekey() }
            return
        }
        try pair.client.rekey()
        try pair.client.send(.text, [65])
        pair.run()
        #expect(pair.serverEvents.messages.map(\.bytes) == [[65]])
        let keys = pair.serverEvents.keys
        #expect(keys.count == 3 * suite.keyLogLabels.count)
        #expect(Set(keys.map { $0.line() }).count == keys.count)
    }

    @Test func noTwoSessionsShareADerivedKey() {
        for suite in SuiteRegistry.standard.suites where suite.canRekey {
            let lines = (0..<2).flatMap { _ in openPair(suite).clientEvents.keys.map { $0.secret.bytes.hex } }
            #expect(Set(lines).count == lines.count)
        }
    }

    @Test func theRegistryIsTheDocuments() throws {
        let rows = WorkedExampleTests.document.components(separatedBy: "### Suites\n")[1]
            .components(separatedBy: "###")[0].split(separator: "\n")
        let listed = rows.compactMap { row -> String? in
            row.wholeMatch(of: /\| (0x[0-9A-F]{4}) \| ([a-z0-9-]+) \|/).map { "\($0.1) \($0.2)" }
        }
        let spoken = SuiteRegistry.standard.suites.map { suite in
            let digits = String(suite.id.rawValue, radix: 16, uppercase: true)
            return "0x" + String(repeating: "0", count: 4 - digits.count) + digits + " \(suite.name)"
        }
        #expect(listed == spoken.sorted())
        let labels = KeyLabel.allCases.filter { !WorkedExampleTests.document.contains("`\($0.name)`") }
        #expect(labels.isEmpty)
    }
}

extension RawSpan {
    fileprivate var hex: String {
        withUnsafeBytes { $0.map { String($0, radix: 16) }.joined(separator: " ") }
    }
}
