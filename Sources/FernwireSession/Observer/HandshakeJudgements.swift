// SPDX-License-Identifier: Apache-2.0
import FernwireWire

/// What was found of handshake frames that take work to judge: signatures and verify data. Each is judged once, and what
/// comes again is recognised; of those that claim one place in the handshake, only a few are.
struct HandshakeJudgements {
    struct Judgement {
        var isSigned: Bool?
        var status: Observation.Status?
    }

    private struct Entry {
        var place: UInt8
        var hash: Int
        /// What the judgement depends on.
        var keys: UInt64
        var handshake: Int
        var judgement: Judgement
    }

    private var entries: [Entry] = []

    /// Different frames of one place that are judged: the genuine one may come after a forged one.
    static let limit = 2

    /// The judgement of a frame, which `judge` makes if it is not known.
    ///
    /// - Parameter content: what is judged.
    /// - Returns: a judgement of nothing when too many others claimed the place.
    mutating func judgement(
        _ header: FrameHeader, _ content: RawSpan, ring: KeyRing, handshake: ObservedHandshake, judge: () -> Judgement
    ) -> Judgement {
        let place = UInt8(clamping: min(header.sequence, ObservedHandshake.frameLimit)) << 1 | header.direction
        var hasher = Hasher()
        hasher.combine(header.type)
        unsafe content.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
        let hash = hasher.finalize()
        let known = entries.firstIndex { $0.place == place && $0.hash == hash }
        if let known, entries[known].keys == ring.version, entries[known].handshake == handshake.revision {
            return entries[known].judgement
        }
        guard known != nil || entries.count(where: { $0.place == place }) < Self.limit else { return Judgement() }
        let entry = Entry(
            place: place, hash: hash, keys: ring.version, handshake: handshake.revision, judgement: judge())
        if let known { entries[known] = entry } else { entries.append(entry) }
        return entry.judgement
    }
}
