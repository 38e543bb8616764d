// SPDX-License-Identifier: Apache-2.0
import FernwireWire

/// Remembers a session's latest records, to recognise those that come again. Its memory grows with the records that
/// were seen, whatever numbers they claim, up to a limit.
struct RecordMemory {
    /// The number of records of each direction that are kept.
    static let limit = 4096

    private var records = Sides(repeating: SequenceMemory())
    private var ivs = IVMemory()

    /// The relation of a record to those before it.
    enum Appearance {
        case new
        /// The very same record came before, byte for byte as far as its last 32 bytes tell.
        case replayed
        /// Another record came before under the same number.
        case other
    }

    mutating func appearance(_ frame: RawSpan, sequence: UInt64, direction: Direction) -> Appearance {
        var hash = UInt64(frame.byteCount)
        for start in stride(from: max(0, frame.byteCount - 32), to: frame.byteCount - 7, by: 8) {
            hash = (hash ^ frame.bigEndian(start)) &* 0x9E37_79B9_7F4A_7C15
            hash ^= hash >> 29
        }
        return records[direction].note(sequence, hash)
    }

    /// Whether the IV was used before. It is remembered.
    mutating func isRepeated(iv: UInt128) -> Bool {
        !ivs.insert(iv)
    }
}

/// Tells the records of one direction from one another, by hashes at their sequence numbers modulo a power of two. A
/// record overwrites an older one in its place only once there are enough records for so many places.
private struct SequenceMemory {
    /// A record; its hash is 0 where there is none.
    private typealias Seen = (sequence: UInt64, hash: UInt64)

    /// The places; none while there is one record.
    private var places: [Seen] = []
    private var first: Seen = (0, 0)
    private var count = 0

    static let smallest = 8
    /// The most places for each record.
    static let sparseness = 8

    mutating func note(_ sequence: UInt64, _ hash: UInt64) -> RecordMemory.Appearance {
        let hash = max(hash, 1)
        if count == 0 {
            first = (sequence, hash)
            count = 1
            return .new
        }
        if places.isEmpty {
            guard first.sequence != sequence else { return first.hash == hash ? .replayed : .other }
            places = Self.empty(Self.smallest)
            places[place(first.sequence)] = first
        }
        var known = places[place(sequence)]
        while known.hash != 0, known.sequence != sequence, places.count < RecordMemory.limit,
            places.count < Self.sparseness * count
        {
            grow()
            known = places[place(sequence)]
        }
        if known.hash != 0, known.sequence == sequence { return known.hash == hash ? .replayed : .other }
        places[place(sequence)] = (sequence, hash)
        count += 1
        return .new
    }

    private func place(_ sequence: UInt64) -> Int {
        Int(truncatingIfNeeded: sequence) & (places.count - 1)
    }

    private static func empty(_ count: Int) -> [Seen] {
        Array(repeating: (0, 0), count: count)
    }

    private mutating func grow() {
        let old = places
        places = Self.empty(2 * old.count)
        for record in old where record.hash != 0 { places[place(record.sequence)] = record }
    }
}

/// Remembers the latest IVs in a table that overwrites the oldest of a neighbourhood when it is full.
private struct IVMemory {
    private var slots: [UInt128] = []
    private var count = 0
    /// 0 marks a free slot, so the IV of that value is kept here.
    private var hasZero = false

    static let (smallest, largest) = (16, 8192)
    /// The number of slots in which an IV may lie, from its own on.
    static let neighbourhood = 8

    /// Remembers an IV.
    ///
    /// - Returns: whether the IV is new.
    mutating func insert(_ iv: UInt128) -> Bool {
        guard iv != 0 else {
            defer { hasZero = true }
            return !hasZero
        }
        if count * 2 >= slots.count, slots.count < Self.largest { grow() }
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
        slots = [UInt128](repeating: 0, count: max(old.count * 2, Self.smallest))
        count = 0
        for iv in old where iv != 0 { _ = insert(iv) }
    }
}
