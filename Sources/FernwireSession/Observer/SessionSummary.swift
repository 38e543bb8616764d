// SPDX-License-Identifier: Apache-2.0

/// An observer's knowledge of a session by now, which may be more than it was at an earlier frame.
public struct SessionSummary: Sendable {
    /// The id of the session; 0 while the server has not chosen it.
    public var id: UInt64
    /// The suite; `nil` while it is not known.
    public var suite: CipherSuite?
    /// The name of the pre-shared key that the server took; empty for none.
    public var keyID: [UInt8]
    /// The result of a brute force; `nil` before it was tried, and in suites that withstand it.
    public var bruteForce: BruteForce?
}
