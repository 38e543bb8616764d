// SPDX-License-Identifier: Apache-2.0
import FernwireWire

/// Pairs the frames of two sessions: the first of a type and direction stands beside the first of the other session,
/// and so on. Flights that only one suite has, and records that only one session has, stand alone.
enum Alignment {
    private struct Place: Hashable {
        let type: UInt8
        let direction: Direction
        let ordinal: Int
    }

    static func rows(_ a: [SniffedFrame], _ b: [SniffedFrame]) -> [(a: SniffedFrame?, b: SniffedFrame?)] {
        let (placesOfA, placesOfB) = (places(a), places(b))
        let inA = Set(placesOfA)
        let indices = Dictionary(uniqueKeysWithValues: zip(placesOfB, b.indices))
        var rows: [(a: SniffedFrame?, b: SniffedFrame?)] = []
        var next = 0
        /// Shows the frames of B that have no counterpart, before the one at `end`.
        func showAlone(before end: Int) {
            while next < end {
                if !inA.contains(placesOfB[next]) { rows.append((nil, b[next])) }
                next += 1
            }
        }
        for (frame, place) in zip(a, placesOfA) {
            guard let index = indices[place] else {
                rows.append((frame, nil))
                continue
            }
            showAlone(before: index)
            rows.append((frame, b[index]))
        }
        showAlone(before: b.count)
        return rows
    }

    private static func places(_ frames: [SniffedFrame]) -> [Place] {
        var counts: [Place: Int] = [:]
        return frames.map { frame in
            let first = Place(type: frame.type, direction: frame.direction, ordinal: 0)
            let ordinal = counts[first, default: 0]
            counts[first] = ordinal + 1
            return Place(type: frame.type, direction: frame.direction, ordinal: ordinal)
        }
    }
}
