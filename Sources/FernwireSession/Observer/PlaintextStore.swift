// SPDX-License-Identifier: Apache-2.0

/// The plaintexts of a connection, end to end in chunks that neither move nor shrink, so that a plaintext can be read
/// without a copy and adding one never copies those that are there.
struct PlaintextStore {
    private var chunks: [[UInt8]] = []
    /// The places at which the chunks begin.
    private var starts: [Int] = []

    /// The bytes of the first chunk, and of the largest.
    private static let (smallest, largest) = (1 << 10, 1 << 20)

    /// Adds the plaintext that `open` appends to the array it is given.
    ///
    /// - Parameter room: the most bytes that the array may grow by in between.
    /// - Returns: the place of the plaintext; empty if nothing was appended.
    mutating func append(atMost room: Int, open: (inout [UInt8]) -> Void) -> Range<Int> {
        if chunks.last.map({ $0.capacity - $0.count < room }) ?? true { addChunk(room) }
        let index = chunks.count - 1
        let start = chunks[index].count
        open(&chunks[index])
        return starts[index] + start..<starts[index] + chunks[index].count
    }

    private mutating func addChunk(_ room: Int) {
        let last = chunks.count - 1
        starts.append(last < 0 ? 0 : starts[last] + chunks[last].count)
        let next = last < 0 ? Self.smallest : min(2 * chunks[last].capacity, Self.largest)
        chunks.append([])
        chunks[last + 1].reserveCapacity(max(next, room))
    }

    /// Forgets all plaintexts, and keeps the memory of one chunk.
    mutating func forget() {
        guard var last = chunks.popLast() else { return }
        last.removeAll(keepingCapacity: true)
        (chunks, starts) = ([last], [0])
    }

    /// The bytes at `place`, which ``append(atMost:open:)`` returned. They stay there as long as the store.
    @unsafe func bytes(at place: Range<Int>) -> UnsafeRawBufferPointer {
        guard !place.isEmpty else { return unsafe UnsafeRawBufferPointer(start: nil, count: 0) }
        var (low, high) = (0, chunks.count - 1)
        if place.lowerBound >= starts[high] { low = high }
        while low < high {
            let middle = (low + high + 1) / 2
            if starts[middle] <= place.lowerBound { low = middle } else { high = middle - 1 }
        }
        let start = place.lowerBound - starts[low]
        return unsafe chunks[low].withUnsafeBytes { chunk in
            unsafe UnsafeRawBufferPointer(rebasing: chunk[start..<start + place.count])
        }
    }
}
