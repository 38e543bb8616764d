// SPDX-License-Identifier: Apache-2.0
import FernwireScenario
import FernwireSession
import FernwireWire

/// Lays the bytes that the sides send into a TCP connection, with what goes wrong on the way, and hands on what was
/// seen.
struct Carriage {
    private(set) var connection: TCPConnection
    private let output: RecorderOutput
    /// Whether the capture has begun.
    var isSeen: Bool
    /// The comment of the next packet that is more than an acknowledgement; empty for none.
    var comment: String?
    /// A remark that comes before the first comment.
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
    /// - Returns: the bytes that arrive.
    @discardableResult
    mutating func carry(_ bytes: [UInt8], _ direction: Direction, delivery: Delivery = .once) -> [UInt8] {
        defer { flush() }
        let half = bytes.count / 2
        switch delivery {
        // Bytes that were coalesced waited until now for the bytes that they go with.
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

    /// Hangs up on both sides.
    mutating func close() {
        comment = Narration.hangsUp
        if !connection.isReset { connection.close() }
        flush()
    }

    /// Hands on the new ones of `entries`.
    mutating func log(_ entries: [KeyLogEntry]) {
        let new = entries.filter {
            logged.insert(KeyName(label: $0.label, direction: $0.direction, epoch: $0.epoch)).inserted
        }
        if !new.isEmpty { output.secrets(new.flatMap { $0.line() }) }
    }

    private mutating func flush() {
        defer { connection.forgetPackets() }
        guard isSeen else { return }
        for packet in connection.list.packets {
            var words: String?
            if packet.isRemarkable, let said = comment {
                words = said.isEmpty ? nil : remark.map { $0 + " " + said } ?? said
                (comment, remark) = (nil, nil)
            }
            output.packet(connection.list.bytes.rawSpan.extracting(packet.place), packet.time, words)
        }
    }
}
