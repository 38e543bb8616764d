// SPDX-License-Identifier: Apache-2.0
import FernwireWire
import TestSupport
import Testing

@testable import FernwireSession

/// When bytes are a frame, and how long they are kept. PROTOCOL.md §2.
@Suite struct FrameReaderTests {
    /// A reader that got the header of a frame with `length` bytes of payload, and `count` bytes of it.
    private func reader(length: Int, arrived count: Int) -> FrameReader {
        let header = FrameHeader(.record, from: .fromClient, sessionID: 1, sequence: 0, length: length)
        let bytes = header.encoded() + [UInt8](repeating: 7, count: count)
        var reader = FrameReader()
        reader.append(bytes.rawSpan)
        return reader
    }

    @Test("A frame of the longest payload is there once all of it arrived, and a longer one is refused at once")
    func theLongestPayload() throws {
        let most = Wire.maximumPayload
        for (arrived, expected) in [
            (0, nil), (most - 1, nil), (most, 0..<Wire.headerLength + most),
        ] as [(Int, Range<Int>?)] {
            var longest = reader(length: most, arrived: arrived)
            let hasFrame = longest.hasFrame
            let place = try longest.next()?.place
            #expect(hasFrame == (expected != nil) && place == expected, "\(arrived) bytes")
        }
        var longer = reader(length: most + 1, arrived: 0)
        let hasFrame = longer.hasFrame
        #expect(hasFrame)
        #expect(throws: FrameReader.Failure.self) { try longer.next()?.place }
    }

    @Test("Bytes that begin no frame are refused at the first one that differs, before more arrive")
    func otherBeginnings() {
        let header = FrameHeader(.record, from: .fromClient, sessionID: 1, sequence: 0, length: 0).encoded()
        for place in 0..<4 {
            var bytes = Array(header[...place])
            bytes[place] ^= 1
            var reader = FrameReader()
            reader.append(bytes.rawSpan)
            do throws(FrameReader.Failure) {
                let found = try reader.next()?.place
                Issue.record("\(place): \(String(describing: found))")
            } catch {
                guard case .notFernwire = error else {
                    Issue.record("\(place): \(error)")
                    continue
                }
            }
        }
    }

    @Test("The bytes of frames that were all taken are given up, and those of a part of a frame are kept")
    func takenBytes() throws {
        var whole = reader(length: 5, arrived: 5)
        let place = try whole.next()?.place
        #expect(place == 0..<Wire.headerLength + 5)
        whole.discardTaken()
        let left = whole.bytes.byteCount
        #expect(left == 0)
        var part = reader(length: 5, arrived: 4)
        part.discardTaken()
        let kept = part.bytes.byteCount
        #expect(kept == Wire.headerLength + 4)
    }

    @Test("A session that is over keeps nothing of what still comes")
    func bytesAfterTheEnd() {
        let pair = SessionPair(.aes256GCMPSK, Sample.credentials)
        pair.server.abort(.goingAway)
        let late = [UInt8](repeating: 7, count: 100)
        pair.server.receive(late.rawSpan)
        let afterReceiving = pair.server.reader
        pair.server.receiveBriefly(late.rawSpan)
        let afterReceivingBriefly = pair.server.reader
        let counts = [afterReceiving.bytes.byteCount, afterReceivingBriefly.bytes.byteCount]
        #expect(counts == [0, 0])
    }
}
