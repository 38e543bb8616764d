// SPDX-License-Identifier: Apache-2.0
import Synchronization

/// The clock of a generated capture.
final class VirtualClock: Sendable {
    /// The time in nanoseconds since 1970.
    private let now: Mutex<UInt64>

    init(_ time: UInt64) {
        now = Mutex(time)
    }

    /// - Parameter ahead: the seconds by which the clock is fast.
    func set(_ time: UInt64, ahead: Int64 = 0) {
        let time = UInt64(max(Int64(time) + ahead * 1_000_000_000, 0))
        now.withLock { $0 = time }
    }

    /// The time in seconds since 1970.
    var seconds: UInt64 { now.withLock { $0 / 1_000_000_000 } }
}
