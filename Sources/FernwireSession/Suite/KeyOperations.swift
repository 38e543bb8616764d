// SPDX-License-Identifier: Apache-2.0

/// How long operations with private and public keys keep a thread.
///
/// A server runs them beside the threads that serve all clients. PROTOCOL.md §3.3.
public enum KeyOperations: Comparable, Sendable {
    /// There are none: symmetric cryptography alone.
    case none
    /// Less than a millisecond: X25519 and Ed25519.
    case short
    /// Up to many milliseconds, and with a large key of a hostile peer longer: RSA.
    case long
}
