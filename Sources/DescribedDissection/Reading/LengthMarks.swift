// SPDX-License-Identifier: Apache-2.0

/// The lengths of units that were found in each frame, in the order in which frames came, for later passes.
struct LengthMarks {
    private struct Mark {
        let frame: UInt32
        /// Bytes that were there from the unit's first on, which tells units of a frame apart.
        let count: UInt32
        let length: UInt32
    }

    private var marks: [Mark] = []

    mutating func add(_ length: Int, in frame: UInt32, of count: UInt32) {
        marks.append(Mark(frame: frame, count: count, length: UInt32(clamping: length)))
    }

    func length(in frame: UInt32, of count: UInt32) -> Int? {
        var (low, high) = (0, marks.count)
        while low < high {
            let middle = (low + high) / 2
            if marks[middle].frame < frame { low = middle + 1 } else { high = middle }
        }
        while low < marks.count, marks[low].frame == frame {
            if marks[low].count == count { return Int(marks[low].length) }
            low += 1
        }
        return nil
    }
}
