// SPDX-License-Identifier: Apache-2.0

/// What goes wrong with what a step sends.
public enum Fault: String, CaseIterable, Sendable {
    /// Someone on the way flips the last bit of the record.
    case flippedBit = "flipped-bit"
    /// Someone on the way sends the record twice.
    case replayedRecord = "replayed-record"
    /// TCP sends the segments twice, though the first ones arrived.
    case retransmission
    /// The segments arrive, but the capture lacks them.
    case lostSegment = "lost-segment"
    /// The bytes come in segments of seven.
    case oddSplits = "odd-splits"
    /// The sender's connection is reset right after.
    case reset

    /// The display filter of what Wireshark must say of it.
    public var verdict: String {
        switch self {
        case .flippedBit: "fernwire.expert.record_mac_failed"
        case .replayedRecord: "fernwire.expert.replayed"
        case .retransmission: "tcp.analysis.retransmission || tcp.analysis.spurious_retransmission"
        case .lostSegment: "fernwire.expert.gap"
        case .oddSplits: "tcp.len == 7"
        case .reset: "tcp.flags.reset == 1"
        }
    }

    /// A suite that shows it.
    var suite: String { self == .flippedBit ? "aes256-gcm-psk" : "fernet-psk" }

    var summary: String {
        switch self {
        case .flippedBit: "A bit of a record is flipped on its way"
        case .replayedRecord: "A record is sent again by someone on the way"
        case .retransmission: "TCP sends a record again that had arrived: no replay"
        case .lostSegment: "The capture lacks a record that arrived"
        case .oddSplits: "A record comes in segments of seven bytes"
        case .reset: "The connection is reset in the middle"
        }
    }
}
