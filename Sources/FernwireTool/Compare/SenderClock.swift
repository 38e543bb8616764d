// SPDX-License-Identifier: Apache-2.0

/// A sender's clock, as its Fernet tokens show it: in whole seconds.
struct SenderClock {
    /// Earliest and latest timestamp, in seconds since 1970.
    private(set) var timestamps: ClosedRange<UInt64>?
    /// The least and the most nanoseconds by which a timestamp was ahead of the capture's time.
    private var leads: ClosedRange<Int128>?

    private static let second: Int128 = 1_000_000_000

    mutating func take(_ timestamp: UInt64, _ time: UInt64?) {
        timestamps = min(timestamps?.lowerBound ?? timestamp, timestamp)...max(timestamps?.upperBound ?? 0, timestamp)
        guard let time else { return }
        let lead = Int128(timestamp) * Self.second - Int128(time)
        leads = min(leads?.lowerBound ?? lead, lead)...max(leads?.upperBound ?? lead, lead)
    }

    /// How many nanoseconds the clock is ahead of the capture's, and whether it was so all the time.
    ///
    /// A timestamp is cut to its second, so that the clock was up to a second further; every record makes that narrower.
    var lead: (range: ClosedRange<Int128>, isSteady: Bool)? {
        guard let leads else { return nil }
        let narrow = (leads.upperBound, leads.lowerBound + Self.second)
        if narrow.0 <= narrow.1 { return (narrow.0...narrow.1, true) }
        return (leads.lowerBound...leads.upperBound + Self.second, false)
    }
}
