// SPDX-License-Identifier: Apache-2.0

// TCP carries what a step sends in an unusual way.
extension Fault {
    public static let retransmission = Fault(
        name: "retransmission", summary: "TCP sends a record again that had arrived: no replay", suite: "fernet-psk",
        symptom: .appears("tcp.analysis.retransmission || tcp.analysis.spurious_retransmission"),
        effect: .step(.init(delivery: .retransmitted)))

    public static let lostSegment = Fault(
        name: "lost-segment", summary: "The capture lacks a record that arrived", suite: "fernet-psk",
        symptom: .appears("fernwire.expert.gap"), effect: .step(.init(delivery: .uncaptured)))

    public static let reorderedSegments = Fault(
        name: "reordered-segments", summary: "The second half of a record overtakes the first", suite: "fernet-psk",
        symptom: .appears("tcp.analysis.out_of_order || tcp.analysis.retransmission"),
        effect: .step(.init(delivery: .reordered)))

    public static let overlappingSegments = Fault(
        name: "overlapping-segments", summary: "Segments of a record share some of their bytes", suite: "fernet-psk",
        symptom: .appears("tcp.analysis.out_of_order || tcp.analysis.retransmission"),
        effect: .step(.init(delivery: .overlapping)))

    public static let oddSplits = Fault(
        name: "odd-splits", summary: "A record comes in segments of seven bytes", suite: "fernet-psk",
        symptom: .appears("tcp.len == 7"), effect: .step(.init(delivery: .split(7))))

    public static let byteByByte = Fault(
        name: "byte-by-byte", summary: "Each byte of a record comes in a segment of its own", suite: "fernet-psk",
        symptom: .appears("tcp.len == 1"), effect: .step(.init(delivery: .split(1))))

    public static let coalescing = Fault(
        name: "coalescing", summary: "Two records share a segment", suite: "fernet-psk",
        symptom: .appears("count(fernwire.type) == 2 && fernwire.epoch && fernwire.record.token"),
        effect: .step(.init(delivery: .coalesced)))

    public static let reset = Fault(
        name: "reset", summary: "The connection is reset in the middle", suite: "fernet-psk",
        symptom: .appears("tcp.flags.reset == 1"), effect: .step(.init(delivery: .reset)))
}
