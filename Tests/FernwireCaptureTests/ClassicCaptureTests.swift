// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import FernwireCapture

/// Captures in the older pcap.
@Suite struct ClassicCaptureTests {
    /// A file's header, and for each packet its times, its length and its bytes.
    private func file(
        isLittleEndian: Bool = true, isInNanoseconds: Bool = false, link: UInt64 = 1,
        packets: [(seconds: UInt64, fraction: UInt64, count: UInt64, bytes: [UInt8])] = []
    ) -> [UInt8] {
        func number(_ value: UInt64, _ width: Int) -> [UInt8] { Reading.number(value, width, isLittleEndian) }
        let begin = number(isInNanoseconds ? 0xA1B2_3C4D : 0xA1B2_C3D4, 4) + number(2, 2) + number(4, 2)
        return packets.reduce(begin + number(0, 8) + number(65_535, 4) + number(link, 4)) { file, packet in
            let head = [packet.seconds, packet.fraction, packet.count, packet.count].flatMap { number($0, 4) }
            return file + head + packet.bytes
        }
    }

    /// The packets of a file, and the largest number of bytes that was asked for at once.
    private func read(_ file: [UInt8]) throws -> (packets: [CapturedPacket], largest: Int) {
        var (offset, largest) = (0, 0)
        var reader = try CaptureReader { count in
            largest = max(largest, count)
            let end = min(offset + count, file.count)
            defer { offset = end }
            return Array(file[offset..<end])
        }
        var packets: [CapturedPacket] = []
        while case .packet(let packet)? = try reader.next() { packets.append(packet) }
        return (packets, largest)
    }

    @Test("Packets are read in both byte orders and both units of time, and checksums are no part of the link type")
    func packetsAreRead() throws {
        for isLittleEndian in [true, false] {
            for isInNanoseconds in [true, false] {
                let packets = try read(
                    file(
                        isLittleEndian: isLittleEndian, isInNanoseconds: isInNanoseconds, link: 0xF400_0071,
                        packets: [(5, 7, 3, [1, 2, 3]), (6, 0, 0, [])])
                ).packets
                #expect(packets.map(\.number) == [1, 2] && packets.map(\.link) == [0x71, 0x71])
                #expect(packets.map(\.time) == [5_000_000_000 + (isInNanoseconds ? 7 : 7000), 6_000_000_000])
                #expect(packets.map { Array($0.bytes) } == [[1, 2, 3], []])
            }
        }
    }

    @Test("A file that ends early, and a length that no packet has, are errors with their places")
    func whatCannotBeRead() throws {
        let whole = file(packets: [(5, 7, 3, [1, 2, 3]), (6, 0, 2, [4, 5])])
        let ends = [24, 43, 61]
        for count in 4..<whole.count where !ends.contains(count) {
            let place: UInt64 = count < 24 ? 0 : count < 43 ? 24 : 43
            #expect(throws: CaptureReader.Failure.truncated(offset: place), "\(count) bytes") {
                _ = try read(Array(whole[..<count]))
            }
        }
        let limit: UInt64 = 256 << 20
        for (length, failure) in [
            (limit, CaptureReader.Failure.truncated(offset: 24)), (limit + 1, .malformed(offset: 24)),
            (0xFFFF_FFFF, .malformed(offset: 24)),
        ] {
            #expect(throws: failure, "\(length)") { _ = try read(file(packets: [(0, 0, length, [1, 2])])) }
        }
        // A length alone makes nobody ask for so much.
        #expect(try read(file(packets: [(0, 0, 200_000, Array(repeating: 9, count: 200_000))])).largest == 1 << 16)
    }
}
