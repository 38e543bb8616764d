// SPDX-License-Identifier: Apache-2.0

/// How much one key protects, and how often it changes. PROTOCOL.md §4 and §5.
public enum KeyLimits {
    /// Records of a direction in one epoch, where the suite can rekey.
    public static let records: UInt64 = 1 << 24
    /// Records of a direction where the suite cannot rekey.
    static let recordsWithoutRekey: UInt64 = 1 << 32
    /// Records kept free for what must be sent after the last of a message: a rekey, an alert, the end.
    static let reserve: UInt64 = 4
    /// Rekeys of a direction beyond the number of its message records: a rekey costs its receiver more than its sender.
    static let rekeysBeyondMessages: Int64 = 16
}
