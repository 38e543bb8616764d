// SPDX-License-Identifier: Apache-2.0

extension Fault {
    public var description: Description {
        switch self {
        case .flippedBit, .badPadding, .oversizedLength, .unknownType, .unknownVersion, .replayedRecord: tampering
        case .expiredToken, .futureToken, .retransmission, .lostSegment, .reorderedSegments, .overlappingSegments,
            .oddSplits, .coalescing, .reset:
            carriage
        case .differentKeys, .badWrap, .badFinished, .downgrade, .manInTheMiddle: handshake
        case .garbageAfterClose, .endWithoutClose, .wrongKey, .startInTheMiddle, .snaplen, .cutCapture: bounds
        }
    }

    private var tampering: Description {
        switch self {
        case .flippedBit:
            step("aes256-gcm-psk", "fernwire.expert.record_mac_failed", "A bit of a record is flipped on its way")
        case .badPadding:
            step(
                "aes128-cbc-psk-nomac", "fernwire.expert.padding_failed",
                "A ciphertext is changed, and where no MAC tells, the padding may")
        case .oversizedLength:
            step("fernet-psk", "fernwire.expert.oversized", "A header claims more bytes than any frame may have")
        case .unknownType:
            step("fernet-psk", "fernwire.expert.unknown_type", "A frame is of a type that nobody knows")
        case .unknownVersion:
            step("fernet-psk", "fernwire.expert.skipped", "A frame is of a version that nobody speaks")
        default:
            step("fernet-psk", "fernwire.expert.replayed", "A record is sent again by someone on the way")
        }
    }

    private var carriage: Description {
        switch self {
        case .expiredToken:
            step("fernet-psk", "fernwire.expert.expired", "A token is two hours old when it is sent")
        case .futureToken:
            step("fernet-psk", "fernwire.expert.timestamp_far", "A token is from the future: a clock is two hours fast")
        case .retransmission:
            step(
                "fernet-psk", "tcp.analysis.retransmission || tcp.analysis.spurious_retransmission",
                "TCP sends a record again that had arrived: no replay")
        case .lostSegment:
            step("fernet-psk", "fernwire.expert.gap", "The capture lacks a record that arrived")
        case .reorderedSegments:
            step("fernet-psk", "tcp.analysis.out_of_order", "The second half of a record overtakes the first")
        case .overlappingSegments:
            step(
                "fernet-psk", "tcp.analysis.out_of_order || tcp.analysis.retransmission",
                "Segments of a record share some of their bytes")
        case .oddSplits:
            step("fernet-psk", "tcp.len == 7", "A record comes in segments of seven bytes")
        case .coalescing:
            step(
                "fernet-psk", "count(fernwire.type) == 2 && fernwire.epoch && fernwire.record.token",
                "Two records share a segment")
        default:
            step("fernet-psk", "tcp.flags.reset == 1", "The connection is reset in the middle")
        }
    }

    private var handshake: Description {
        switch self {
        case .differentKeys:
            session(
                "fernet-psk", "fernwire.expert.finished_failed", "The two sides hold different keys of the same name")
        case .badWrap:
            session("rsa-fernet-hmac", "fernwire.expert.unwrap_failed", "A bit of a wrapped key is flipped on its way")
        case .badFinished:
            session(
                "fernet-psk", "fernwire.expert.finished_failed",
                "A bit of what finishes the handshake is flipped on its way")
        case .downgrade:
            session(
                "x25519-ed25519-aes256gcm", "fernwire.expert.finished_failed",
                "Someone on the way takes the best suite out of the client's offer, and is found out")
        default:
            session(
                "rsa-fernet-hmac", "fernwire.expert.unauthenticated_key && ip.addr == 192.0.2.231",
                "Someone on the way speaks with both sides, who take each other for whom they cannot prove to be")
        }
    }

    private var bounds: Description {
        switch self {
        case .garbageAfterClose:
            session("fernet-psk", "fernwire.expert.skipped", "After the end come bytes that are no frames")
        case .endWithoutClose:
            Description(
                place: .session, suite: "fernet-psk", verdict: .missing("fernwire.record.content_type == 0x12"),
                summary: "The connection ends and the session does not: what came may not be all that was sent")
        case .wrongKey:
            session(
                "fernet-psk", "fernwire.expert.record_mac_failed || fernwire.expert.token_hmac_failed",
                "The key at hand is another session's")
        case .startInTheMiddle:
            Description(
                place: .session, suite: "fernet-psk", verdict: .missing("fernwire.hello.random"),
                summary: "The capture begins after the handshake; the keys open what is left")
        case .snaplen:
            session("fernet-psk", "fernwire.expert.record_truncated", "The capture keeps 128 bytes of each packet")
        default:
            Description(
                place: .session, suite: "fernet-psk", verdict: .complaint("cut short in the middle of a packet"),
                summary: "The capture file ends inside a packet")
        }
    }

    private func step(_ suite: String, _ filter: String, _ summary: String) -> Description {
        Description(place: .step, suite: suite, verdict: .appears(filter), summary: summary)
    }

    private func session(_ suite: String, _ filter: String, _ summary: String) -> Description {
        Description(place: .session, suite: suite, verdict: .appears(filter), summary: summary)
    }
}
