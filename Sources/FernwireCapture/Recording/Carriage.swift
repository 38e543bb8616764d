// SPDX-License-Identifier: Apache-2.0
import FernwireScenario
import FernwireSession
import FernwireWire

/// Lays what the sides send into a TCP connection, with what goes wrong on the way, and hands on what was seen.
struct Carriage {
    private(set) var connection: TCPConnection
    private let output: RecorderOutput
    /// Whether the capture has begun.
    var isSeen: Bool
    /// For the next packet that brings something; empty for none.
    var comment: String?
    /// Goes before the first comment.
    private var remark: String?
    /// What both sides log alike, and which of it was handed on.
    private var logged: Set<KeyName> = []

    private struct KeyName: Hashable {
        let label: KeyLabel
        let direction: Direction
        let epoch: UInt32
    }

    init(_ connection: TCPConnection, _ output: RecorderOutput, opening: String, remark: String?, isSeen: Bool) {
        self.connection = connection
        self.remark = remark
        self.output = output
        self.isSeen = isSeen
        comment = opening
        flush()
    }

    /// Lets time go by.
    mutating func wait(_ nanoseconds: UInt64) {
        connection.wait(nanoseconds)
        flush()
    }

    /// Sends bytes; returns what arrives.
    mutating func carry(
        _ direction: Direction, _ bytes: [UInt8], _ fault: Scenario.StepFault?, _ suite: CipherSuite
    ) throws(GeneratorError) -> [UInt8] {
        var bytes = bytes
        try fault?.change(&bytes, suite)
        let half = bytes.count / 2
        switch fault?.fault {
        case .replayedRecord:
            connection.send(direction, bytes)
            connection.send(direction, bytes)
            bytes += bytes
        case .retransmission:
            connection.send(direction, bytes)
            connection.retransmit(direction, bytes)
        case .lostSegment: connection.send(direction, bytes, isCaptured: false)
        case .reorderedSegments: connection.send(direction, bytes, parts: [half..<bytes.count, 0..<half])
        case .overlappingSegments:
            connection.send(direction, bytes, parts: [0..<half + half / 2, half..<bytes.count])
        case .oddSplits: connection.send(direction, bytes, segment: 7)
        case .reset:
            connection.send(direction, bytes)
            connection.reset(by: direction)
        default: connection.send(direction, bytes)
        }
        flush()
        return bytes
    }

    mutating func send(_ direction: Direction, _ bytes: [UInt8]) {
        connection.send(direction, bytes)
        flush()
    }

    /// Both sides hang up.
    mutating func close() {
        comment = Narration.hangsUp
        if !connection.isReset { connection.close() }
        flush()
    }

    /// Hands on what of `entries` is new.
    mutating func log(_ entries: [KeyLogEntry]) {
        let new = entries.filter {
            logged.insert(KeyName(label: $0.label, direction: $0.direction, epoch: $0.epoch)).inserted
        }
        if !new.isEmpty { output.secrets(new.flatMap { $0.line() }) }
    }

    private mutating func flush() {
        for packet in connection.take() where isSeen {
            guard packet.isRemarkable, let said = comment else {
                output.packet(packet, nil)
                continue
            }
            output.packet(packet, said.isEmpty ? nil : remark.map { $0 + " " + said } ?? said)
            (comment, remark) = (nil, nil)
        }
    }
}
