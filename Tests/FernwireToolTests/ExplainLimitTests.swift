// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import Testing

@testable import FernwireDissection
@testable import FernwireTool

/// What `fernwire explain` tells apart, and what it sums up.
@Suite struct ExplainLimitTests {
    private func facts(_ status: Observation.Status) -> FrameFacts {
        FrameFacts(
            session: 0, suite: nil, status: status, weaknesses: [], keySource: nil, head: nil, content: 0..<0,
            request: nil)
    }

    @Test("Records that were checked and records that were not have a line each, where there are such")
    func openedRecords() {
        let connection = DissectedConnection(0, FernwireDissector(keys: SharedKeys()))
        let verified = "  1 opened, and every check passed"
        let unverified = "  1 shown, but the suite or the keys leave something unchecked"
        for (statuses, expected) in [
            ([.verified], [verified]), ([.unchecked], [unverified]), ([.unauthenticated], [unverified]),
            ([.unchecked, .verified], [verified, unverified]),
        ] as [([Observation.Status], [String])] {
            var explanation = CaptureExplanation()
            for status in statuses { explanation.add(facts(status), nil, source: nil, packet: 9, of: connection) }
            let lines = explanation.lines(of: "capture")
            #expect(Array(lines.dropFirst()) == expected)
        }
    }

    @Test("Six reasons have a line each, and the records of all others are summed up")
    func reasonsAreBounded() {
        let connection = DissectedConnection(0, FernwireDissector(keys: SharedKeys()))
        for (reasons, rest) in [
            (6, nil), (7, "  1 closed for 1 more reasons"), (9, "  3 closed for 3 more reasons"),
        ] as [(Int, String?)] {
            var explanation = CaptureExplanation()
            for number in 1...reasons {
                explanation.add(
                    facts(.noKey), .noKey(.presharedKey(bytes: number)), source: nil, packet: UInt64(number),
                    of: connection)
            }
            let lines = explanation.lines(of: "capture")
            #expect(lines.count { $0.contains(" closed, unknown suite, 1 session, first in frame ") } == 6)
            #expect(lines.first { $0.contains(" more reasons") } == rest)
        }
    }

    @Test("At most 65,536 connections are told apart, and the records of the others are counted, too")
    func connectionsAreBounded() {
        let dissector = FernwireDissector(keys: SharedKeys())
        let known = facts(.verified)
        var explanation = CaptureExplanation()
        for number in 0...65_536 {
            explanation.add(known, nil, source: nil, packet: 9, of: DissectedConnection(number, dissector))
        }
        let lines = explanation.lines(of: "capture")
        #expect(lines.first == "capture: 65537 records in 65536 sessions over 65536 TCP connections")
    }
}
