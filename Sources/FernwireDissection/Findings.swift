// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireSession
import FernwireWire

/// What was found out about one frame.
struct Finding {
    let observation: Observation
    let frame: UInt32
    let time: Moment
    let links: FrameLinks
}

/// Other frames that a frame belongs with.
struct FrameLinks {
    /// The record before it in its session, of either direction.
    var previousRecord = FindingID.none
    /// The first record of the message that this one answers, at the first record of a reply.
    var request = FindingID.none
    /// The first that answers it; known once that was seen.
    var reply = FindingID.none
    /// The record before it in its message.
    var previousPart = FindingID.none
    /// The record that completed its message, which it may be itself; known once that was seen.
    var completion = FindingID.none
}

/// The findings of a connection. One is kept of every frame, so that each is small.
struct Findings {
    private struct Kept {
        let observation: PackedObservation
        let frame: UInt32
        let nanoseconds: Int64
        var links = FrameLinks()
    }

    private var kept = FindingStore<Kept>()
    /// The few observations that hold more than the others.
    private var bruteForces: [FindingID: BruteForce] = [:]

    var isEmpty: Bool { kept.isEmpty }

    mutating func append(_ observation: Observation, of pdu: PDU) -> FindingID {
        let id = kept.append(
            Kept(
                observation: PackedObservation(observation), frame: pdu.frame,
                nanoseconds: pdu.time.nanoseconds(since: Moment())))
        if let bruteForce = observation.bruteForce { bruteForces[id] = bruteForce }
        return id
    }

    func finding(_ id: FindingID) -> Finding? {
        guard kept.contains(id) else { return nil }
        let kept = kept[id]
        var observation = kept.observation.unpacked()
        if !bruteForces.isEmpty { observation.bruteForce = bruteForces[id] }
        let time = Moment(
            seconds: kept.nanoseconds / 1_000_000_000, nanoseconds: Int32(kept.nanoseconds % 1_000_000_000))
        return Finding(observation: observation, frame: kept.frame, time: time, links: kept.links)
    }

    /// - Precondition: the finding is one of these.
    subscript(links id: FindingID) -> FrameLinks {
        get { kept[id].links }
        _modify { yield &kept[id].links }
    }
}
