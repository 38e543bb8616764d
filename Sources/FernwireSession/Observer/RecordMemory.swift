// SPDX-License-Identifier: Apache-2.0
import FernwireWire

/// Remembers a session's latest records to recognise what comes again. Its memory grows with the session, up to a limit.
struct RecordMemory {
    /// Records of each direction that are kept.
    static let limit = 4096

    /// By direction, at a record's sequence number modulo the limit: the number, and what tells one record from another.
    private var records: [[(sequence: UInt64, hash: UInt64)]] = [[], []]
    private var ivs = IVMemory()

    /// What a record is in the light of those before it.
    enum Appearance {
        case new
        /// The very same, byte for byte as far as its last 32 bytes tell.
        case replayed
        /// Another under the same number.
        case other
    }

    mutating func appearance(_ frame: RawSpan, _ sequence: UInt64, _ direction: Direction) -> Appearance {
        let (side, place) = (Int(direction.rawValue), Int(sequence % UInt64(Self.limit)))
        var hash = UInt64(frame.byteCount)
        for start in stride(from: max(0, frame.byteCount - 32), to: frame.byteCount - 7, by: 8) {
            hash = (hash ^ frame.integer(at: start, width: 8)) &* 0x9E37_79B9_7F4A_7C15
            hash ^= hash >> 29
        }
        // No sequence number is the largest there is: PROTOCOL.md §2.
        while records[side].count <= place { records[side].append((.max, 0)) }
        let known = records[side][place]
        guard known.sequence != sequence else { return known.hash == hash ? .replayed : .other }
        records[side][place] = (sequence, hash)
        return .new
    }

    /// Whether the IV was used before.
    mutating func isRepeated(iv: UInt128) -> Bool {
        !ivs.insert(iv)
    }
}

/// The latest IVs, in a table that overwrites the oldest of a neighbourhood when it is full.
private struct IVMemory {
    private var slots = [UInt128](repeating: 0, count: 64)
    private var count = 0
    /// 0 marks a free slot, so the IV of that value is kept here.
    private var hasZero = false

    static let largest = 8192
    /// Slots in which an IV may lie, from its own on.
    static let neighbourhood = 8

    /// - Returns: whether the IV is new.
    mutating func insert(_ iv: UInt128) -> Bool {
        guard iv != 0 else {
            defer { hasZero = true }
            return !hasZero
        }
        if count * 2 > slots.count, slots.count < Self.largest { grow() }
        let home = Int(truncatingIfNeeded: iv) & (slots.count - 1)
        for step in 0..<Self.neighbourhood {
            let place = (home + step) & (slots.count - 1)
            if slots[place] == iv { return false }
            guard slots[place] == 0 else { continue }
            slots[place] = iv
            count += 1
            return true
        }
        // The neighbourhood is full: its members move on, and the last is forgotten.
        for step in stride(from: Self.neighbourhood - 1, to: 0, by: -1) {
            slots[(home + step) & (slots.count - 1)] = slots[(home + step - 1) & (slots.count - 1)]
        }
        slots[home] = iv
        return true
    }

    private mutating func grow() {
        let old = slots
        slots = [UInt128](repeating: 0, count: old.count * 2)
        count = 0
        for iv in old where iv != 0 { _ = insert(iv) }
    }
}
