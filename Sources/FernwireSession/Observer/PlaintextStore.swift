// SPDX-License-Identifier: Apache-2.0

/// The plaintexts of a connection, end to end in chunks that neither move nor shrink, so that a plaintext can be read
/// without a copy and adding one never copies those that are there.
///
/// The first chunk is as large as its first plaintext, because most of many connections have few.
struct PlaintextStore {
    private var first: [UInt8] = []
    /// The chunks after the first, with the places at which they begin.
    private var others: [(start: Int, bytes: [UInt8])] = []

    /// The bytes of the largest chunk. Each of the others has twice as many as the one before.
    private static let largest = 1 << 20

    /// Adds the plaintext that `open` appends to the array it is given.
    ///
    /// - Parameter room: the most bytes that the array may grow by in between.
    /// - Returns: the place of the plaintext; empty if nothing was appended.
    mutating func append(atMost room: Int, open: (inout [UInt8]) -> Void) -> Range<Int> {
        // While there is no plaintext, none moves: the first chunk grows as its plaintext needs.
        if others.isEmpty, first.isEmpty || first.capacity - first.count >= room {
            let start = first.count
            open(&first)
            return start..<first.count
        }
        if others.last.map({ $0.bytes.capacity - $0.bytes.count < room }) ?? true { addChunk(room) }
        let last = others.count - 1
        let start = others[last].bytes.count
        open(&others[last].bytes)
        return others[last].start + start..<others[last].start + others[last].bytes.count
    }

    private mutating func addChunk(_ room: Int) {
        let previous = others.last ?? (0, first)
        others.append((previous.start + previous.bytes.count, []))
        let capacity = max(room, min(2 * previous.bytes.capacity, Self.largest))
        others[others.count - 1].bytes.reserveCapacity(capacity)
    }

    /// Forgets all plaintexts, and keeps the memory of one chunk.
    mutating func forget() {
        if let last = others.popLast() { (first, others) = (last.bytes, []) }
        first.removeAll(keepingCapacity: true)
    }

    /// The bytes at `place`, which ``append(atMost:open:)`` returned. They stay there as long as the store.
    @unsafe func bytes(at place: Range<Int>) -> UnsafeRawBufferPointer {
        guard !place.isEmpty else { return unsafe UnsafeRawBufferPointer(start: nil, count: 0) }
        guard let last = others.last, place.lowerBound >= others[0].start else {
            return unsafe Self.bytes(of: first, place)
        }
        if place.lowerBound >= last.start { return unsafe Self.bytes(of: last.bytes, place, from: last.start) }
        var (low, high) = (0, others.count - 1)
        while low < high {
            let middle = (low + high + 1) / 2
            if others[middle].start <= place.lowerBound { low = middle } else { high = middle - 1 }
        }
        return unsafe Self.bytes(of: others[low].bytes, place, from: others[low].start)
    }

    @unsafe private static func bytes(
        of chunk: [UInt8], _ place: Range<Int>, from start: Int = 0
    ) -> UnsafeRawBufferPointer {
        let range = place.lowerBound - start..<place.upperBound - start
        return unsafe chunk.withUnsafeBytes { unsafe UnsafeRawBufferPointer(rebasing: $0[range]) }
    }
}
