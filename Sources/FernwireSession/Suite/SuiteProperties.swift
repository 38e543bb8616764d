// SPDX-License-Identifier: Apache-2.0

/// The security properties of a suite against whoever is on the way. Documents, expert notes, tests and the choice of
/// suites read them. PROTOCOL.md §11.
public struct SuiteProperties: Equatable, Sendable {
    /// Whether whoever listens cannot read what records say.
    public var isConfidential: Bool
    /// Whether a record that opens was proved to be its sender's.
    public var authenticatesRecords: Bool
    /// The proof of who the other side is.
    public var peer: Peer
    /// Whether what was recorded stays closed to whoever obtains the long-lived keys later.
    public var isForwardSecret: Bool
    /// Whether a record cannot be made to count again, in its session or in another.
    public var isReplayProof: Bool

    /// The proofs that a suite gives of who the other side is.
    public enum Peer: Equatable, Sendable {
        /// Nothing is proved: the peer may be anyone.
        case anyone
        /// The peer is one of those who hold the pre-shared key.
        case keyHolder
        /// The peer is the holder of the private key of a public key that is known as the peer's.
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

/// The fate of a flipped bit in a field of a record frame.
public enum Verdict: Equatable, Sendable {
    case detected(by: Check)
    case undetected(because: String)

    /// The checks that notice a flipped bit, by their names in documents.
    public enum Check: String, Sendable {
        case recordMAC = "record MAC"
        case tag = "tag"
        case signature = "signature"
        case tokenHMAC = "token HMAC"
        case headerCopy = "header copy inside the token"
    }
}
