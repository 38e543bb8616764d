// SPDX-License-Identifier: Apache-2.0
import Glibc

/// The system's clock.
public enum SystemTime {
    /// The time in nanoseconds since 1970.
    public static var nanoseconds: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return UInt64(clamping: time.tv_sec) * 1_000_000_000 + UInt64(clamping: time.tv_nsec)
    }
}
