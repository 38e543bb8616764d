// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireSession
import TestSupport
import Testing

@testable import FernwireDissection

/// What frames count for the statistics.
@Suite struct StatisticTickTests {
    @Test("A session counts once under its suite, and each record under its content and direction")
    func sessionsAndRecords() throws {
        let session = try SampleSession(.fernetPSK)
        let directions = ["client to server", "server to client"]
        let opened = ["text", "end_of_session"].flatMap { content in directions.map { "\(content), \($0)" } }
        let closed = (directions + directions).map { "not opened, \($0)" }
        for (keys, records) in [(Sample.fernetKeyFile, opened), (Sample.wrongFernetKeyFile, closed)] {
            let dissection = SessionDissection(keys: keys)
            let found = session.frames.map { dissection.frame($0.bytes, listeners: .statistics) }
            #expect(found.flatMap { $0.ticks(of: .sessions) } == [session.suite.name.description])
            #expect(found.flatMap { $0.ticks(of: .records) } == records)
        }
    }
}
