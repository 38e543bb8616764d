// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireSession
import FernwireWire

/// The findings about one frame.
struct Finding {
    let observation: Observation
    let frame: UInt32
    let time: Moment
    let links: FrameLinks
}

/// The other frames that a frame belongs with.
struct FrameLinks {
    /// The record before it in its session, of either direction.
    var previousRecord = FindingID.none
    /// The first record of the message that this one answers; told at the first record of a reply.
    var request = FindingID.none
    /// The first record of the message that answers this one; known once that was seen.
    var reply = FindingID.none
    /// The record before this one in its message.
    var previousPart = FindingID.none
    /// The record that completed the message, which may be this one; known once that was seen.
    var completion = FindingID.none
}

/// The findings of a connection. A finding is small, since one is kept of every frame.
struct Findings {
    private struct Kept {
        let observation: PackedObservation
        let frame: UInt32
        let nanoseconds: Int64
        var links = FrameLinks()
    }

    private var kept = FindingStore<Kept>()

    var isEmpty: Bool { kept.isEmpty }

    mutating func append(_ observation: Observation, of pdu: PDU) -> FindingID {
        kept.append(
            Kept(
                observation: PackedObservation(observation), frame: pdu.frame,
                nanoseconds: pdu.time.nanoseconds(since: Moment())))
    }

    /// Whether the finding is there, and was not forgotten.
    func contains(_ id: FindingID) -> Bool { kept.contains(id) }

    /// Forgets old findings, and keeps at least the last `count`.
    mutating func forget(allBut count: Int) { kept.forget(allBut: count) }

    func finding(_ id: FindingID) -> Finding? {
        guard kept.contains(id) else { return nil }
        let kept = kept[id]
        let time = Moment(
            seconds: kept.nanoseconds / 1_000_000_000, nanoseconds: Int32(kept.nanoseconds % 1_000_000_000))
        return Finding(observation: kept.observation.unpacked(), frame: kept.frame, time: time, links: kept.links)
    }

    /// Returns the links of a finding.
    ///
    /// - Precondition: `id` names one of these findings.
    func links(_ id: FindingID) -> FrameLinks { kept[id].links }

    /// Changes the links of a finding.
    ///
    /// - Precondition: `id` names one of these findings.
    mutating func link(_ id: FindingID, _ change: (inout FrameLinks) -> Void) {
        kept.update(id) { change(&$0.links) }
    }
}
