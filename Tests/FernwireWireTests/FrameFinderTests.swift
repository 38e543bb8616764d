// SPDX-License-Identifier: Apache-2.0
import FernwireWire
import Testing

@Suite struct FrameFinderTests {
    private func frame(_ payload: [UInt8], sequence: UInt64 = 0) -> [UInt8] {
        FrameHeader(.record, from: .fromClient, sessionID: 1, sequence: sequence, length: payload.count).encoded()
            + payload
    }

    private func find(_ bytes: [UInt8]) -> FrameFinder.Finding {
        FrameFinder.find(bytes.rawSpan)
    }

    @Test("A whole header gives the frame's length, and a cut one is a partial header")
    func findsAFrameAtTheBeginning() {
        let bytes = frame([1, 2, 3])
        #expect(find(bytes) == .frame(length: 35))
        #expect(find(Array(bytes[..<32])) == .frame(length: 35))
        for count in 1..<32 { #expect(find(Array(bytes[..<count])) == .partialHeader) }
        #expect(find([]) == .other(length: 1))
    }

    @Test("A payload of 65,536 bytes is a frame, a longer one is oversized, and a wrong header is foreign")
    func tellsOversizedFromForeign() {
        var header = FrameHeader(.record, from: .fromClient, sessionID: 1, sequence: 0, length: 65_536)
        #expect(find(header.encoded()) == .frame(length: 65_568))
        header.length = 65_537
        #expect(find(header.encoded()) == .oversized)
        header.length = 0
        header.direction = 2
        #expect(find(header.encoded()) == .other(length: 32))
        header.direction = 0
        header.version = 2
        #expect(find(header.encoded()) == .other(length: 32))
    }

    @Test("The next header is found after foreign bytes, whether another frame follows or none")
    func findsTheNextHeaderConfirmedByWhatFollows() {
        for garbage in [1, 5, 31, 32, 100] {
            let junk = [UInt8](repeating: 0xAA, count: garbage)
            #expect(find(junk + frame([1]) + frame([2])) == .other(length: garbage))
            #expect(find(junk + frame([1])) == .other(length: garbage))
        }
    }

    @Test("A header whose length leads to no other header is passed over")
    func aFakeHeaderInAPlaintextIsNotBelieved() {
        // It claims a length that leads to no header.
        let fake = FrameHeader(.record, from: .fromClient, sessionID: 9, sequence: 9, length: 5).encoded()
        let rest: [UInt8] = [0xAA] + fake + [UInt8](repeating: 0xAA, count: 40)
        #expect(find(rest + frame([1]) + frame([2])) == .other(length: rest.count))
    }

    @Test("A header with a wrong direction or length is passed over behind foreign bytes, once all of it is there")
    func aHeaderThatIsNotCredibleIsPassedOver() {
        let header = FrameHeader(.record, from: .fromClient, sessionID: 1, sequence: 0, length: 0)
        var (foreign, oversized) = (header, header)
        foreign.direction = 2
        oversized.length = 65_537
        for wrong in [foreign, oversized] {
            let bytes: [UInt8] = [0xAA] + wrong.encoded()
            #expect(find(Array(bytes[..<32])) == .other(length: 1))
            #expect(find(bytes) == .other(length: 33))
            #expect(find(bytes + frame([1])) == .other(length: 33))
        }
    }

    @Test("A frame that ends with the bytes is found before one that goes on after them")
    func aFrameThatEndsWithTheBytesIsConfirmed() {
        let long = frame([UInt8](repeating: 0xAA, count: 500))
        for payload in [[], [1]] as [[UInt8]] {
            let bytes: [UInt8] = [0xAA] + Array(long[..<32]) + frame(payload)
            #expect(find(bytes) == .other(length: 33))
            #expect(find(Array(bytes.dropLast())) == .other(length: 1))
        }
    }

    @Test("Bytes at the end that may begin a header are kept, and others are not")
    func whatMayBeTheBeginningOfAHeaderIsKept() {
        #expect(find([1, 2, 0xFE, 0x52]) == .other(length: 2))
        #expect(find([1, 2, 0xFE, 0x53]) == .other(length: 4))
        #expect(find([0xFE, 0x52, 0x4E, 0x58]) == .other(length: 4))
    }

    /// Own generator, so that a failure repeats.
    @Test("Random bytes never trap the frame finder, and it always goes on")
    func randomBytesNeverTrapAndAlwaysGoOn() {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        func next() -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state
        }
        for _ in 0..<2000 {
            var bytes = (0..<Int(next() % 200)).map { _ in UInt8(truncatingIfNeeded: next()) }
            if next() % 2 == 0 { bytes += frame([1, 2]).prefix(Int(next() % 35)) }
            switch find(bytes) {
            case .other(let length): #expect(length >= 1 && length <= max(bytes.count, 1))
            case .frame(let length): #expect(length >= 32)
            case .oversized, .partialHeader: #expect(!bytes.isEmpty)
            }
        }
    }

    @Test("What follows a header confirms it only as a header of a direction and a length that may be")
    func whatFollowsIsCredibleToo() {
        let next = FrameHeader(.record, from: .fromServer, sessionID: 1, sequence: 0, length: 65_536)
        var (foreign, oversized) = (next, next)
        foreign.direction = 2
        oversized.length = 65_537
        for (follower, isFound) in [(next, true), (foreign, false), (oversized, false)] {
            let bytes = [0xAA] + frame([1, 2]) + follower.encoded() + [0xAA]
            #expect((find(bytes) == .other(length: 1)) == isFound, "\(follower)")
            // As far as the bytes go: the direction is the eighth one, and the length the last.
            for count in 1..<Wire.headerLength {
                let cut = [0xAA] + frame([1, 2]) + follower.encoded().prefix(count)
                let mayBeIt = follower.direction <= 1 || count < 8
                #expect((find(cut) == .other(length: 1)) == mayBeIt, "\(follower) \(count)")
            }
        }
    }

    @Test("What follows a header confirms it by its length, too, once all of it is there, though the bytes end with it")
    func whatFollowsEndsWithTheBytes() {
        let before: [UInt8] = [0xAA] + frame([1, 2])
        var follower = FrameHeader(.record, from: .fromServer, sessionID: 1, sequence: 0, length: 65_536)
        #expect(find(before + follower.encoded()) == .other(length: 1))
        follower.length = 65_537
        #expect(find(before + follower.encoded()) == .other(length: before.count + Wire.headerLength))
    }
}
