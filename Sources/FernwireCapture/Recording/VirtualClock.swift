// SPDX-License-Identifier: Apache-2.0
import Synchronization

/// The clock of a generated capture.
final class VirtualClock: Sendable {
    /// The time in nanoseconds since 1970.
    private let now: Atomic<UInt64>

    init(_ time: UInt64) {
        now = Atomic(time)
    }

    /// - Parameter ahead: the seconds by which the clock is fast.
    func set(_ time: UInt64, ahead: Int64 = 0) {
        let time = UInt64(max(Int64(time) + ahead * 1_000_000_000, 0))
        now.store(time, ordering: .relaxed)
    }

    /// The time in seconds since 1970.
    var seconds: UInt64 { now.load(ordering: .relaxed) / 1_000_000_000 }
}
