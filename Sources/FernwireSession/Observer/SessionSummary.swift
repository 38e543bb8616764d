// SPDX-License-Identifier: Apache-2.0

/// What an observer knows by now of a session: it may be more than it knew at an earlier frame.
public struct SessionSummary: Sendable {
    /// 0 while the server has not chosen it.
    public var id: UInt64
    public var suite: CipherSuite?
    /// Name of the pre-shared key that the server took; empty for none.
    public var keyID: [UInt8]
}
