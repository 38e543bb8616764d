// SPDX-License-Identifier: Apache-2.0

/// What a suite gives against whoever is on the way, and what not. Documents, expert notes, tests and the choice of
/// suites read it. PROTOCOL.md §11.
public struct SuiteProperties: Equatable, Sendable {
    public var isConfidential: Bool
    /// Whether a record that opens was proved to be its sender's.
    public var authenticatesRecords: Bool
    public var peer: Peer
    /// Whether what was recorded stays closed to whoever obtains the long-lived keys later.
    public var isForwardSecret: Bool
    /// Whether a record cannot be made to count again, in its session or in another.
    public var isReplayProof: Bool

    /// Who the other side is proved to be.
    public enum Peer: Equatable, Sendable {
        case anyone
        /// One of those who hold the pre-shared key.
        case keyHolder
        /// The holder of the private key of a public key that is known as the peer's.
        case identity
    }

    init(confidential: Bool, authenticatesRecords: Bool, peer: Peer, forwardSecret: Bool, replayProof: Bool) {
        isConfidential = confidential
        self.authenticatesRecords = authenticatesRecords
        self.peer = peer
        isForwardSecret = forwardSecret
        isReplayProof = replayProof
    }
}

/// What becomes of a flipped bit in a field of a record frame.
public enum Verdict: Equatable, Sendable {
    case detected(by: Check)
    case undetected(because: String)

    public enum Check: String, Sendable {
        case recordMAC = "record MAC"
        case tag = "tag"
        case signature = "signature"
        case tokenHMAC = "token HMAC"
        case headerCopy = "header copy inside the token"
    }
}
