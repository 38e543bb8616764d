// SPDX-License-Identifier: Apache-2.0

import FernwireScenario
import FernwireWire
import Testing

@testable import FernwireCapture

/// Captures made for the tests of reading, and what is read from them.
enum Reading {
    static func capture(_ scenario: Scenario, seed: UInt64 = 1) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try Generator(seed: seed).run(scenario) {
            bytes += $0.capture
            return true
        }
        return bytes
    }

    static func capture(_ name: String) throws -> [UInt8] {
        try capture(#require(ScenarioLibrary.scenario(named: name)))
    }

    /// The frames of a capture as far as it can be read.
    static func frames(_ bytes: [UInt8], stream: Int? = nil) -> (frames: [CapturedFrame], capture: FrameCapture) {
        var capture = FrameCapture(stream: stream)
        var offset = 0
        var reader = PcapngReader { count in
            let end = min(offset + count, bytes.count)
            defer { offset = end }
            return Array(bytes[offset..<end])
        }
        var frames: [CapturedFrame] = []
        // What cannot be read ends it.
        while let block = try? reader.next() { frames += capture.take(block) }
        frames += capture.finish()
        return (frames, capture)
    }

    static func header(_ frame: CapturedFrame) -> FrameHeader { FrameHeader(decoding: frame.bytes.rawSpan) }

    /// A block of a file of either byte order.
    static func block(_ type: UInt32, _ body: [UInt8], isLittleEndian: Bool = true) -> [UInt8] {
        let body = body + [UInt8](repeating: 0, count: (4 - body.count % 4) % 4)
        let length = number(UInt64(body.count + 12), 4, isLittleEndian)
        return number(UInt64(type), 4, isLittleEndian) + length + body + length
    }

    static func number(_ value: UInt64, _ width: Int, _ isLittleEndian: Bool = true) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(value, width: width)
        return isLittleEndian ? bytes.reversed() : bytes
    }

    static func section(isLittleEndian: Bool = true) -> [UInt8] {
        let body = [
            number(0x1A2B_3C4D, 4, isLittleEndian), number(1, 2, isLittleEndian), number(0, 2), number(.max, 8),
        ]
        return block(0x0A0D_0D0A, body.flatMap { $0 }, isLittleEndian: isLittleEndian)
    }

    static func interface(_ link: UInt64, options: [UInt8] = [], isLittleEndian: Bool = true) -> [UInt8] {
        let body = number(link, 2, isLittleEndian) + number(0, 2) + number(0, 4) + options
        return block(1, body, isLittleEndian: isLittleEndian)
    }

    /// An enhanced packet block of the first interface.
    static func packet(_ bytes: [UInt8], time: UInt64 = 0, captured: UInt64? = nil, isLittleEndian: Bool = true)
        -> [UInt8]
    {
        let count = UInt64(bytes.count)
        let numbers: [UInt64] = [0, time >> 32, time & 0xFFFF_FFFF, captured ?? count, count]
        return block(6, numbers.flatMap { number($0, 4, isLittleEndian) } + bytes, isLittleEndian: isLittleEndian)
    }

    /// A plaintext frame of a record.
    static func frame(_ sequence: UInt64, from direction: Direction = .fromClient, _ content: [UInt8] = [1, 2, 3])
        -> [UInt8]
    {
        FrameHeader(.record, from: direction, epoch: 1, sessionID: 7, sequence: sequence, length: content.count)
            .encoded() + content
    }

    static let client = Host(mac: [2, 0, 0, 0, 0, 1], address: [192, 0, 2, 1], port: 40_000)
    static let server = Host(mac: [2, 0, 0, 0, 0, 2], address: [192, 0, 2, 2], port: 9090)

    /// An Ethernet frame with a segment.
    static func segment(
        _ payload: [UInt8], at sequence: UInt32 = 1000, from: Host = client, to: Host = server,
        flags: Segment.Flags = .ack
    ) -> [UInt8] {
        var frame: [UInt8] = []
        SegmentHeaders(from: from, to: to).append(
            Segment(flags: flags, sequence: sequence, window: 1000, identification: 1), payload: payload[...],
            to: &frame)
        return frame
    }
}
