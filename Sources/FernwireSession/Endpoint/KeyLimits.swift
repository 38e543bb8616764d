// SPDX-License-Identifier: Apache-2.0

/// The limits on how much one key protects, and on how often it changes. PROTOCOL.md §4 and §5.
public enum KeyLimits {
    /// The number of records that a direction may have in one epoch, where the suite can rekey.
    public static let records: UInt64 = 1 << 24
    /// The number of records that a direction may have where the suite cannot rekey.
    static let recordsWithoutRekey: UInt64 = 1 << 32
    /// The number of records kept free for what must follow the last record of a message: a rekey, an alert, the end.
    static let reserve: UInt64 = 4
    /// The number of rekeys that a direction may have beyond the number of its message records. A rekey costs its
    /// receiver more than its sender.
    static let rekeysBeyondMessages: Int64 = 16
}
