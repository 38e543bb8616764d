// SPDX-License-Identifier: Apache-2.0

/// The time for which operations with private and public keys keep a thread.
///
/// A server runs long ones beside the threads that serve all clients. PROTOCOL.md §3.3.
public enum KeyOperations: Comparable, Sendable {
    /// There are none: symmetric cryptography alone.
    case none
    /// Less than a millisecond: X25519 and Ed25519.
    case short
    /// Up to many milliseconds, or longer with a large key of a hostile peer: RSA.
    case long
}
