// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import FernwireWire
import Testing

@testable import FernwireTool

/// What the times of frames tell, and the timestamps of their tokens.
@Suite struct TimingTests {
    @Test("An answer is a record after one of the other side, and hellos and records of the same side are none")
    func answers() {
        var timing = Timing()
        timing.take(.fromClient, isRecord: false, packet: 1, time: 100)
        timing.take(.fromServer, isRecord: false, packet: 2, time: 110)
        #expect(timing.answers.allSatisfy { $0.count == 0 && $0.range == nil })
        timing.take(.fromClient, isRecord: true, packet: 3, time: 120)
        timing.take(.fromClient, isRecord: true, packet: 4, time: 125)
        timing.take(.fromServer, isRecord: true, packet: 5, time: 155)
        timing.take(.fromClient, isRecord: true, packet: 6, time: 155)
        timing.take(.fromServer, isRecord: true, packet: 7, time: 165)
        #expect(timing.answers[0].count == 1 && timing.answers[0].range == 0...0)
        #expect(timing.answers[1].count == 2 && timing.answers[1].range == 10...30 && timing.answers[1].sum == 40)
        // The first of two silences that are as long as each other.
        #expect(timing.silence == (30, 55) && timing.duration == 65)
    }

    @Test("Frames without a time, and those that come late or go back in time, tell nothing of silence and answers")
    func disorder() {
        var timing = Timing()
        timing.take(.fromClient, isRecord: true, packet: 1, time: nil)
        #expect(timing.duration == 0 && timing.silence == (0, 0))
        timing.take(.fromClient, isRecord: true, packet: 10, time: 1_000)
        timing.take(.fromServer, isRecord: true, packet: 9, time: 5_000)
        #expect(timing.answers[1].count == 0 && timing.silence == (0, 0) && timing.duration == 4_000)
        timing.take(.fromClient, isRecord: true, packet: 11, time: 4_000)
        #expect(timing.answers[0].count == 0 && timing.silence == (0, 0) && timing.duration == 4_000)
        timing.take(.fromServer, isRecord: true, packet: 11, time: 4_001)
        #expect(timing.answers[1].count == 1 && timing.silence == (1, 3_001))
        // Before the first.
        timing.take(.fromClient, isRecord: true, packet: 12, time: 500)
        #expect(timing.duration == 4_000 && timing.answers[0].count == 0)
    }

    @Test("A sender's clock is steady if one lead fits all its timestamps, and jumps otherwise") func clock() throws {
        var clock = SenderClock()
        #expect(clock.lead == nil && clock.timestamps == nil)
        clock.take(5, nil)
        #expect(clock.lead == nil && clock.timestamps == 5...5)
        clock.take(1, 1_000_000_000)
        #expect(try #require(clock.lead) == (0...1_000_000_000, true))
        clock.take(2, 1_000_000_000)
        #expect(try #require(clock.lead) == (1_000_000_000...1_000_000_000, true))
        clock.take(2, 999_999_999)
        #expect(try #require(clock.lead) == (0...2_000_000_001, false) && clock.timestamps == 1...5)
    }

    @Test("The lengths of records are listed by size, and the most frequent ones where there are many") func lengths() {
        func table(_ lengths: [(Int, ClosedRange<Int>?, Int)]) -> LengthTable {
            var side = SessionLeaks.Side()
            for (payload, content, count) in lengths { side.lengths[.init(payload: payload, content: content)] = count }
            return LengthTable([side, SessionLeaks.Side()])
        }
        #expect(table([]).summary == nil && table([]).lines.isEmpty)
        for (content, summary) in [
            (nil, "Without its suite"), (3...3, "to the byte"), (3...18, "to within 16 bytes"),
            (3...19, "no more than a limit of its content's"),
        ] as [(ClosedRange<Int>?, String)] {
            #expect(table([(20, content, 1)]).summary?.contains(summary) == true, "\(summary)")
        }
        let few = table([(30, 2...9, 1), (20, 1...1, 12), (40, nil, 3)])
        #expect(
            few.lines == [
                "   bytes       →       ←   content", "      20      12       0   1 byte",
                "      30       1       0   2 to 9 bytes", "      40       3       0   ?",
            ])
        let many = (1...18).map { ($0, $0...$0, $0 == 3 || $0 == 7 ? 1 : 2) }
        #expect(table(many.dropLast(2)).lines.count == 17)
        let lines = table(many).lines
        #expect(lines.count == 18 && lines.last == "… and 2 more lengths")
        #expect(!lines.contains { $0.hasSuffix("   3 bytes") || $0.hasSuffix("   7 bytes") })
    }
}
