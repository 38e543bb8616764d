// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import Testing

@testable import FernwireDissection
@testable import FernwireTool

/// What `fernwire explain` says of a capture.
@Suite struct CaptureExplanationTests {
    private func facts(_ session: UInt32) -> FrameFacts {
        FrameFacts(
            session: session, suite: nil, status: .noKey, weaknesses: [], keySource: nil, head: nil, content: 0..<0,
            request: nil)
    }

    @Test("At most 65,536 sessions are told apart, and the records of the others are counted, too")
    func sessionsAreBounded() {
        let connection = DissectedConnection(0, FernwireDissector(keys: SharedKeys()))
        var explanation = CaptureExplanation()
        for session: UInt32 in 0...65_536 {
            explanation.add(facts(session), .unknownSuite, source: nil, packet: 9, of: connection)
        }
        let lines = explanation.lines(of: "capture")
        #expect(lines.first == "capture: 65537 records in 65536 sessions over 1 TCP connection")
        #expect(
            lines.dropFirst().first
                == "  65537 closed, unknown suite, 65536 sessions, first in frame 9: \(ClosedReason.unknownSuite)")
    }
}
