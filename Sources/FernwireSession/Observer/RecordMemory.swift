// SPDX-License-Identifier: Apache-2.0
import FernwireWire

/// Remembers a session's latest records, as many as ``limit``, to recognise what comes again.
struct RecordMemory {
    /// IVs, and records of each direction, that are kept.
    static let limit = 4096

    private var ivs = Recent<UInt128>()
    /// By direction: sequence numbers, and what tells one record from another.
    private var records = [Recent<UInt64>(), Recent<UInt64>()]
    private var hashes: [[UInt64: UInt64]] = [[:], [:]]

    /// What a record is in the light of those before it.
    enum Appearance {
        case new
        /// The very same, byte for byte as far as its last 32 bytes tell.
        case replayed
        /// Another under the same number.
        case other
    }

    mutating func appearance(_ frame: RawSpan, _ sequence: UInt64, _ direction: Direction) -> Appearance {
        let side = Int(direction.rawValue)
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for place in max(0, frame.byteCount - 32)..<frame.byteCount {
            hash = (hash ^ UInt64(frame.byte(place))) &* 0x100_0000_01B3
        }
        hash ^= UInt64(frame.byteCount)
        switch records[side].insert(sequence) {
        case .known: return hashes[side][sequence] == hash ? .replayed : .other
        case .new(let forgotten):
            if let forgotten { hashes[side][forgotten] = nil }
            hashes[side][sequence] = hash
            return .new
        }
    }

    /// Whether the IV was used before.
    mutating func isRepeated(iv: UInt128) -> Bool {
        if case .known = ivs.insert(iv) { true } else { false }
    }
}

/// The latest values of a stream.
private struct Recent<Value: Hashable> {
    private var known: Set<Value> = []
    private var order: [Value] = []
    private var oldest = 0

    enum Insertion {
        case known
        case new(forgotten: Value?)
    }

    mutating func insert(_ value: Value) -> Insertion {
        guard known.insert(value).inserted else { return .known }
        guard order.count == RecordMemory.limit else {
            order.append(value)
            return .new(forgotten: nil)
        }
        let forgotten = order[oldest]
        known.remove(forgotten)
        order[oldest] = value
        oldest = (oldest + 1) % RecordMemory.limit
        return .new(forgotten: forgotten)
    }
}
