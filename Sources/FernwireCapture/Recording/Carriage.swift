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
    /// The comment of the next packet that brings something; empty for none.
    var comment: String?
    /// What is said before the first comment.
    private var remark: String?
    /// The names of the entries that were handed on: both sides log the same ones.
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

    /// Sends bytes.
    ///
    /// - Returns: what arrives of them.
    @discardableResult
    mutating func carry(_ bytes: [UInt8], _ direction: Direction, delivery: Delivery = .once) -> [UInt8] {
        defer { flush() }
        let half = bytes.count / 2
        switch delivery {
        // What was coalesced waited until now for the bytes that it goes with.
        case .once, .coalesced: connection.send(direction, bytes)
        case .replayed:
            connection.send(direction, bytes)
            connection.send(direction, bytes)
            return bytes + bytes
        case .retransmitted:
            connection.send(direction, bytes)
            connection.retransmit(direction, bytes)
        case .uncaptured: connection.send(direction, bytes, isCaptured: false)
        case .reordered: connection.send(direction, bytes, parts: [half..<bytes.count, 0..<half])
        case .overlapping: connection.send(direction, bytes, parts: [0..<half + half / 2, half..<bytes.count])
        case .split(let size): connection.send(direction, bytes, segment: size)
        case .reset:
            connection.send(direction, bytes)
            connection.reset(by: direction)
        }
        return bytes
    }

    /// Both sides hang up.
    mutating func close() {
        comment = Narration.hangsUp
        if !connection.isReset { connection.close() }
        flush()
    }

    /// Hands on those of `entries` that are new.
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
