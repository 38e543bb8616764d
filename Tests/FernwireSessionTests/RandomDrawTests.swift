// SPDX-License-Identifier: Apache-2.0
import FernwireWire
import TestSupport
import Testing

@testable import FernwireSession

/// Whether what a side sends takes new random numbers: the generator of captures asks.
@Suite struct RandomDrawTests {
    @Test("As many records as there are IVs take no new ones, and one record more does")
    func vectorsAtHand() throws {
        let pair = SessionPair.open(.fernetPSK)
        // The first record draws IVs for those after it, too.
        try pair.client.send(.text, [65])
        guard case .open(let records) = pair.client.state else {
            Issue.record("no session")
            return
        }
        let left = records.sending.protection.recordsWithoutDrawing
        try #require(left > 1)
        let fits = pair.client.drawsNothing(sending: 0, messages: left)
        let exceeds = pair.client.drawsNothing(sending: 0, messages: left + 1)
        #expect(fits && !exceeds)
        // Each full record of the content counts as one more.
        let longFits = pair.client.drawsNothing(sending: Wire.maximumContent, messages: left - 1)
        let longExceeds = pair.client.drawsNothing(sending: Wire.maximumContent, messages: left)
        #expect(longFits && !longExceeds)
    }

    @Test("A suite that can rekey draws for the rekeys that are due, and a suite that cannot rekey has none")
    func rekeys() {
        for (suite, expected) in [(.plaintext, true), (.aes256GCMPSK, false)] as [(CipherSuite, Bool)] {
            let plain = SessionPair.open(suite).client.drawsNothing(sending: 5, messages: 5)
            let regular = SessionPair.open(suite, rekeyInterval: 1).client.drawsNothing(sending: 5, messages: 5)
            let bounded = SessionPair.open(suite, recordsPerKey: 8).client.drawsNothing(sending: 5, messages: 5)
            #expect(plain && regular == expected && bounded == expected, "\(suite.name)")
        }
    }
}
