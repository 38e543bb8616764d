// SPDX-License-Identifier: Apache-2.0

import FernwireWire
import Testing

@testable import FernwireCapture

/// From blocks to segments.
@Suite struct PacketReadingTests {
    private let frame = Reading.frame(0)
    private var ethernet: [UInt8] { Reading.segment(frame) }
    private var internet: [UInt8] { Array(ethernet[14...]) }

    private func frames(_ blocks: [UInt8]) -> [[UInt8]] { Reading.frames(blocks).frames.map(\.bytes) }

    private func frames(link: UInt64, _ packet: [UInt8]) -> [[UInt8]] {
        frames(Reading.section() + Reading.interface(link) + Reading.packet(packet))
    }

    @Test("A frame is read from each known link type and from its cuts, and an unknown type is reported")
    func eachLinkTypeIsRead() {
        let (ip, vlan) = ([0x08, 0x00] as [UInt8], [0x81, 0x00, 0, 5] as [UInt8])
        let tagged = ethernet[..<12] + vlan + vlan + ip + internet
        let cases: [(UInt64, [UInt8])] = [
            (1, ethernet), (1, Array(tagged)), (101, internet), (228, internet), (0, [2, 0, 0, 0] + internet),
            (108, [0, 0, 0, 2] + internet), (113, [UInt8](repeating: 0, count: 14) + ip + internet),
            (276, ip + [UInt8](repeating: 0, count: 18) + internet),
        ]
        for (link, packet) in cases {
            #expect(frames(link: link, packet) == [frame], "\(link)")
            for count in packet.indices {
                let cut = frames(link: link, Array(packet[..<count]))
                #expect(cut.allSatisfy { frame.starts(with: $0) && $0.count < frame.count }, "\(link) \(count)")
            }
        }
        // Not IP, and not known.
        #expect(frames(link: 1, ethernet[..<12] + [0x08, 0x06] + internet).isEmpty)
        let unknown = Reading.frames(Reading.section() + Reading.interface(147) + Reading.packet(ethernet))
        #expect(unknown.frames.isEmpty && unknown.capture.unknownLink == 147)
    }

    @Test("Padding of an Ethernet frame does not enter the stream")
    func whatLinksPadIsNoPayload() {
        let padded = Reading.section() + Reading.interface(1) + Reading.packet(ethernet + [1, 2, 3, 4])
        let (frames, capture) = Reading.frames(padded)
        #expect(frames.map(\.bytes) == [frame] && capture.skipped == 0)
    }

    @Test("IPv4 options are skipped, and fragments, UDP and invalid header lengths give no frame")
    func optionsAreLookedBehindAndFragmentsAreNot() {
        func changed(_ change: (inout [UInt8]) -> Void) -> [[UInt8]] {
            var packet = internet
            change(&packet)
            return frames(link: 101, packet)
        }
        let withOptions = changed {
            $0[0] = 0x46
            $0[3] += 4
            $0.insert(contentsOf: [1, 1, 1, 0], at: 20)
        }
        #expect(withOptions == [frame])
        // Cut by the network card later: no length yet.
        #expect(changed { ($0[2], $0[3]) = (0, 0) } == [frame])
        #expect(changed { $0[6] = 0x20 }.isEmpty && changed { $0[7] = 1 }.isEmpty)
        #expect(changed { $0[9] = 17 }.isEmpty && changed { $0[0] = 0x44 }.isEmpty && changed { $0[3] = 19 }.isEmpty)
        #expect(changed { $0[32] = 0x40 }.isEmpty)
    }

    @Test("IPv6 extension headers are skipped, and fragments, ESP and overlong headers give no frame")
    func extensionsOfIPv6AreLookedBehind() {
        var hosts = [Reading.client, Reading.server]
        for index in hosts.indices {
            hosts[index].address = [0x20, 1, 0x0D, 0xB8] + [UInt8](repeating: 0, count: 11) + [UInt8(index)]
        }
        let plain = Array(Reading.segment(frame, from: hosts[0], to: hosts[1])[14...])
        func with(_ type: UInt8, _ header: [UInt8]) -> [[UInt8]] {
            var packet = plain
            packet[5] += UInt8(header.count)
            packet[6] = type
            packet.insert(contentsOf: header, at: 40)
            return frames(link: 101, packet)
        }
        #expect(frames(link: 101, plain) == [frame])
        #expect(with(0, [6, 0, 0, 0, 0, 0, 0, 0]) == [frame])
        #expect(with(60, [43, 0, 0, 0, 0, 0, 0, 0] + [6, 1] + [UInt8](repeating: 0, count: 14)) == [frame])
        #expect(with(44, [6, 0, 0, 0, 0, 0, 0, 9]) == [frame])
        #expect(with(44, [6, 0, 0, 1, 0, 0, 0, 9]).isEmpty && with(44, [6, 0, 1, 0, 0, 0, 0, 9]).isEmpty)
        #expect(with(0, [6, 200, 0, 0, 0, 0, 0, 0]).isEmpty && with(50, [6, 0, 0, 0, 0, 0, 0, 0]).isEmpty)
        // No end of them.
        #expect(with(0, [UInt8](repeating: 0, count: 96)).isEmpty)
    }

    @Test("Simple, enhanced and obsolete packet blocks are read in both byte orders")
    func eachBlockOfPacketsIsRead() {
        for isLittleEndian in [true, false] {
            func number(_ value: UInt64, _ width: Int) -> [UInt8] { Reading.number(value, width, isLittleEndian) }
            let begin =
                Reading.section(isLittleEndian: isLittleEndian)
                + Reading.interface(1, isLittleEndian: isLittleEndian)
            let count = number(UInt64(ethernet.count), 4)
            let simple = Reading.block(3, count + ethernet, isLittleEndian: isLittleEndian)
            let old = number(0, 2) + number(9, 2) + number(0, 8) + count + count + ethernet
            let enhanced = Reading.packet(ethernet, time: 5, isLittleEndian: isLittleEndian)
            for block in [simple, enhanced, Reading.block(2, old, isLittleEndian: isLittleEndian)] {
                #expect(frames(begin + block) == [frame])
                // Without an interface there is no link type.
                #expect(frames(Reading.section(isLittleEndian: isLittleEndian) + block).isEmpty)
            }
            #expect(Reading.frames(begin + simple).frames.first?.time == nil)
            #expect(Reading.frames(begin + enhanced).frames.first?.time == 5000)
        }
    }

    @Test("A captured length beyond the block takes what is there, and a malformed block gives no frame")
    func lengthsThatLieTakeWhatThereIs() {
        let begin = Reading.section() + Reading.interface(1)
        #expect(frames(begin + Reading.packet(ethernet, captured: 0xFFFF_FFFF)) == [frame])
        #expect(frames(begin + Reading.packet(ethernet, captured: 0)).isEmpty)
        var strange = Reading.packet(ethernet)
        strange.replaceSubrange(8..<12, with: [0xFF, 0xFF, 0xFF, 0xFF])
        #expect(frames(begin + strange).isEmpty)
        for body in [[], [0, 0, 0, 0], [UInt8](repeating: 0xFF, count: 16)] as [[UInt8]] {
            for type in [1, 2, 3, 6] as [UInt32] { #expect(frames(begin + Reading.block(type, body)).isEmpty) }
        }
        // An interface that cannot be read has its number all the same.
        let second = Reading.section() + Reading.block(1, []) + Reading.interface(1)
        var ofSecond = Reading.packet(ethernet)
        ofSecond[8] = 1
        #expect(frames(second + ofSecond) == [frame] && frames(second + Reading.packet(ethernet)).isEmpty)
    }

    @Test("Timestamps follow the interface's resolution and offset, and one that overflows has no time")
    func timesAreInTheInterfacesUnits() throws {
        func time(_ timestamp: UInt64, _ options: [UInt8]) throws -> UInt64? {
            let body = [1, 0, 0, 0, 0, 0, 0, 0] + options
            return try #require(CaptureInterface(ByteView(body[...], isLittleEndian: true))).time(timestamp)
        }
        func resolution(_ value: UInt8) -> [UInt8] { [9, 0, 1, 0, value, 0, 0, 0] }
        #expect(try time(3, []) == 3000 && time(3, resolution(9)) == 3 && time(3, resolution(0)) == 3_000_000_000)
        #expect(try time(3, resolution(0x80 | 1)) == 1_500_000_000 && time(3_999, resolution(12)) == 3)
        #expect(try time(.max, resolution(127)) == 0 && time(.max, resolution(0xFF)) == 0)
        #expect(try time(.max, resolution(0)) == nil && time(.max, []) == nil)
        let offset = [14, 0, 8, 0] as [UInt8]
        let back = offset + Reading.number(UInt64(bitPattern: -1), 8)
        #expect(try time(3_000_000, back) == 2_000_000_000 && time(0, back) == nil)
        #expect(try time(0, offset + Reading.number(UInt64(Int64.max), 8)) == nil)
        // Other options, the end of all, and lengths beyond the block.
        #expect(try time(3, [2, 0, 3, 0, 1, 2, 3, 0] + resolution(9)) == 3)
        #expect(try time(3, [0, 0, 0, 0] + resolution(9)) == 3000 && time(3, [9, 0, 0xFF, 0xFF, 9]) == 3000)
    }

    @Test("Connections are numbered as they appear, and anew after reuse of ports or beyond the limit")
    func connectionsAreNumberedAsTheyAppear() throws {
        var numbers = ConnectionNumbers(limit: 2)
        func place(_ port: UInt16, _ flags: Segment.Flags, _ sequence: UInt32, isAnswer: Bool = false) throws -> Int {
            var client = Reading.client
            client.port = port
            let ends = isAnswer ? (Reading.server, client) : (client, Reading.server)
            let bytes = Reading.segment([], at: sequence, from: ends.0, to: ends.1, flags: flags)
            let packet = CapturedPacket(number: 1, time: nil, link: 1, bytes: bytes[...])
            return numbers.place(try #require(CapturedSegment(packet))).number
        }
        #expect(try place(1, .syn, 5) == 0 && place(1, [.syn, .ack], 9, isAnswer: true) == 0)
        #expect(try place(2, .ack, 5) == 1 && place(1, .syn, 5) == 0 && place(1, .ack, 6) == 0)
        // The ports are used again.
        #expect(try place(1, .syn, 77) == 2 && place(1, .ack, 6) == 2)
        // The oldest is forgotten.
        #expect(
            try place(3, .ack, 5) == 3 && place(2, .ack, 5) == 1 && place(1, .ack, 5) == 4 && place(2, .ack, 5) == 5)
    }

    @Test("The first 1,024 interfaces of a section are known, and packets of those after them are left out")
    func interfacesHaveALimit() {
        let interfaces = (0...PacketReader.interfaceLimit).flatMap { _ in Reading.interface(1) }
        for (number, found) in [(1023, [frame]), (1024, [])] as [(UInt64, [[UInt8]])] {
            var packet = Reading.packet(ethernet)
            packet.replaceSubrange(8..<12, with: Reading.number(number, 4))
            #expect(frames(Reading.section() + interfaces + packet) == found, "\(number)")
        }
    }
}
