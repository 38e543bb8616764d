// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import FernwireCapture

@Suite struct ByteStreamTests {
    private var stream = ByteStream(limit: .init(segments: 3, bytes: 100))

    /// Text, with `_` for each byte of a hole.
    private func text(_ pieces: [ByteStream.Piece]) -> String {
        pieces.map { piece in
            switch piece {
            case .bytes(let bytes, _): String(decoding: bytes, as: UTF8.self)
            case .hole(let count): count < 50 ? String(repeating: "_", count: count) : "<\(count)>"
            }
        }.joined()
    }

    private mutating func take(
        _ sequence: UInt32, _ payload: String, flags: Segment.Flags = .ack, cut: Int = 0
    ) throws -> String {
        let bytes = Reading.segment(Array(payload.utf8), at: sequence, flags: flags)
        let packet = CapturedPacket(number: 1, time: 1, link: 1, bytes: bytes.dropLast(cut))
        return text(stream.take(try #require(CapturedSegment(packet))))
    }

    @Test("Segments are put into order, and the first copy of a byte counts")
    mutating func segmentsComeInAnyOrder() throws {
        #expect(try take(100, "ab") == "ab")
        #expect(try take(106, "gh") == "" && take(104, "ef") == "" && take(102, "cd") == "cdefgh")
        // What came already, in whole or in part: the first copy counts, even if the second says something else.
        #expect(try take(100, "ab") == "" && take(104, "EFGHij") == "ij" && take(110, "k") == "k")
        // What waits is taken as far as it is new when its turn comes.
        #expect(
            try take(113, "no") == "" && take(113, "nop") == "" && take(112, "m") == "" && take(111, "lm") == "lmnop")
    }

    @Test("A SYN takes one sequence number, and an empty segment takes none")
    mutating func aSYNTakesANumberAndProbesDoNot() throws {
        #expect(try take(99, "") == "" && take(99, "", flags: .syn) == "" && take(100, "ab") == "ab")
        #expect(try take(99, "", flags: .syn) == "" && take(102, "c", flags: .fin) == "c")
    }

    @Test("A stream continues when its sequence numbers wrap around")
    mutating func numbersWrap() throws {
        #expect(try take(.max - 1, "ab") == "ab" && take(2, "ef") == "" && take(0, "cd") == "cdef")
        #expect(try take(.max - 1, "ab") == "" && take(4, "g") == "g")
    }

    @Test("A gap is given up when more than 3 segments or 100 bytes wait behind it, or at the end")
    mutating func aGapIsGivenUpWhenTooMuchWaits() throws {
        #expect(try take(100, "ab") == "ab")
        #expect(try take(105, "f") == "" && take(107, "h") == "" && take(110, "k") == "")
        #expect(try take(106, "g") == "___fgh" && take(102, "cde") == "" && take(108, "ij") == "ijk")
        let long = String(repeating: "x", count: 101)
        #expect(try take(112, long) == "_" + long)
        #expect(try take(300, "y") == "" && text(stream.finish()) == "<87>y" && stream.finish().isEmpty)
    }

    @Test("What the receiver acknowledged and the capture lacks is given up at once, and nothing after it")
    mutating func acknowledgedBytesAreGivenUp() throws {
        #expect(text(stream.acknowledge(before: 7)).isEmpty)
        #expect(try take(100, "ab") == "ab" && take(104, "ef") == "" && take(110, "k") == "")
        #expect(stream.waitingBytes == 3)
        #expect(text(stream.acknowledge(before: 103)) == "")
        #expect(text(stream.acknowledge(before: 106)) == "__ef" && stream.waitingBytes == 1)
        #expect(text(stream.acknowledge(before: 111)) == "____k" && stream.waitingBytes == 0)
        // A number far away is none that the receiver can mean.
        #expect(try take(115, "p") == "" && text(stream.acknowledge(before: 0x9000_0000)) == "")
    }

    @Test("Beyond the limit of all connections together a stream gives up its gap")
    func allConnectionsTogetherHaveALimit() throws {
        var capture = StreamCapture(waitingLimit: 5)
        func take(_ sequence: UInt32, _ payload: String) -> String {
            var found = ""
            let bytes = Reading.segment(Array(payload.utf8), at: sequence)
            let packet = CapturedPacket(number: 1, time: 1, link: 1, bytes: bytes[...])
            let gone = capture.take(packet) { piece in
                switch piece.content {
                case .bytes(let bytes): found += String(decoding: bytes, as: UTF8.self)
                case .hole(let count): found += String(repeating: "_", count: count)
                }
            }
            #expect(gone.isEmpty)
            return found
        }
        #expect(take(100, "ab") == "ab" && take(104, "efg") == "" && take(109, "jk") == "")
        #expect(take(112, "m") == "__efg__jk_m")
    }

    @Test("Beyond the limit of connections the quarter that was silent for longest is given up")
    func connectionsHaveALimit() throws {
        var capture = StreamCapture()
        func take(_ connection: Int) -> [Int] {
            let client = Host(mac: [2, 0, 0, 0, 0, 1], address: [192, 0, 2, 1], port: UInt16(1024 + connection))
            let packet = CapturedPacket(
                number: 1, time: 1, link: 1, bytes: Reading.segment([1], from: client)[...])
            return capture.take(packet) { _ in }
        }
        let limit = StreamCapture.connectionLimit
        for connection in 0..<limit { #expect(take(connection).isEmpty) }
        // The first speaks again, and is not silent for longest.
        #expect(take(0).isEmpty && take(limit) == Array(1...limit / 4))
        #expect(take(limit + 1).isEmpty)
    }

    @Test("Segments with sequence numbers far away do not stop the stream")
    mutating func numbersFarAwayKeepTheStreamGoing() throws {
        #expect(try take(100, "ab") == "ab" && take(0x7000_0000, "z") == "" && take(0x9000_0000, "z") == "")
        #expect(try take(102, "cd") == "cd" && text(stream.finish()).hasSuffix(">z"))
    }

    @Test("Bytes that a cut packet lacks become a hole, and are not taken from a later segment")
    mutating func whatAPacketLacksIsAHole() throws {
        #expect(try take(100, "abcdef", cut: 2) == "abcd__" && take(106, "g") == "g")
        // The missing part does not come again.
        #expect(try take(104, "efg") == "" && take(106, "ghij", cut: 1) == "hi_" && take(109, "jk", cut: 2) == "_")
        #expect(try take(113, "nop", cut: 3) == "" && take(111, "lm") == "lm___" && take(116, "q") == "q")
    }

    @Test("As many bytes may wait behind a gap as the limit says, and with one more the gap is given up")
    mutating func asManyBytesMayWait() throws {
        let most = String(repeating: "x", count: 100)
        let (first, waiting) = (try take(100, "ab"), try take(105, most))
        #expect(first == "ab" && waiting == "" && stream.waitingBytes == 100)
        let all = try take(205, "y")
        #expect(all == "___" + most + "y" && stream.waitingBytes == 0)
    }
}
