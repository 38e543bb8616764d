// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireSession

/// The findings of a connection by their verdicts, from 1. One is kept of every frame, so that each is small, and none is
/// copied when there are more.
struct FindingStore {
    private struct Kept {
        let observation: PackedObservation
        let frame: UInt32
        let nanoseconds: Int64
        var links = FrameLinks()
    }

    private static let chunk = 1 << 12

    private var first: ContiguousArray<Kept> = []
    /// Those after the first.
    private var chunks: [ContiguousArray<Kept>] = []
    /// The few observations that hold more than the others.
    private var breakings: [UInt32: ToyHandshakeBreaking] = [:]
    private(set) var count: UInt32 = 0

    /// - Returns: the verdict.
    mutating func append(_ observation: Observation, _ unit: Unit) -> UInt32 {
        guard count < .max else { return .max }
        let kept = Kept(
            observation: PackedObservation(observation), frame: unit.frame,
            nanoseconds: unit.time.nanoseconds(since: Moment()))
        if Int(count) < Self.chunk {
            first.append(kept)
        } else {
            if Int(count) % Self.chunk == 0 { chunks.append([]) }
            chunks[chunks.count - 1].append(kept)
        }
        count += 1
        if let breaking = observation.breaking { breakings[count] = breaking }
        return count
    }

    func finding(_ verdict: UInt32) -> Finding? {
        guard verdict >= 1, verdict <= count else { return nil }
        let kept = self[verdict]
        var observation = kept.observation.unpacked()
        if !breakings.isEmpty { observation.breaking = breakings[verdict] }
        let time = Moment(seconds: 0, nanoseconds: 0).advanced(by: kept.nanoseconds)
        return Finding(observation: observation, frame: kept.frame, time: time, links: kept.links)
    }

    /// - Precondition: the verdict is one of these.
    subscript(links verdict: UInt32) -> FrameLinks {
        get { self[verdict].links }
        _modify { yield &self[verdict].links }
    }

    private subscript(_ verdict: UInt32) -> Kept {
        get {
            let index = Int(verdict - 1)
            return index < Self.chunk ? first[index] : chunks[index / Self.chunk - 1][index % Self.chunk]
        }
        _modify {
            let index = Int(verdict - 1)
            if index < Self.chunk {
                yield &first[index]
            } else {
                yield &chunks[index / Self.chunk - 1][index % Self.chunk]
            }
        }
    }
}

extension Moment {
    fileprivate func advanced(by nanoseconds: Int64) -> Moment {
        Moment(seconds: nanoseconds / 1_000_000_000, nanoseconds: Int32(nanoseconds % 1_000_000_000))
    }
}
