// SPDX-License-Identifier: Apache-2.0

/// What an observer found out about one frame, once and for all.
public struct Observation: Sendable {
    /// The session's suite as far as it is known, from its server hello, a key log or the form of a record.
    public var suite: CipherSuite?
    /// Which session of its connection the frame belongs to, from 0: see ``Observer/summary(_:)``.
    public var session: UInt32 = 0
    public var status = Status.none
    public var notes: Notes = []
    public var weaknesses: Weaknesses = []
    /// Whether the signature that a handshake message carries is its sender's; `nil` when that cannot be told.
    public var isSigned: Bool?
    /// What a brute force found, at the frame that completed what it takes.
    public var bruteForce: BruteForce?
    /// The key that opened it.
    public var keySource: KeySource?
    /// Where the observer keeps what the record protects.
    var plaintext = 0..<0

    /// Whether what it protects is what its sender said, as far as the suite tells: others may work with it.
    public var hasPassed: Bool {
        (status == .verified || status == .unauthenticated) && !weaknesses.contains(.replayed)
    }

    /// The record plaintext in the `count` bytes that the record protects: what stands after the suite's prefix.
    public func plaintext(inCount count: Int) -> Range<Int> {
        min(suite?.prefixLength ?? 0, count)..<count
    }

    public enum Status: Equatable, Sendable {
        /// Nothing to check.
        case none
        /// There is no key for the check: ``Notes/noFittingKey`` tells whether there are others.
        case noKey
        case verified
        /// The token opened; the key for the record's MAC is missing.
        case unchecked
        /// It opened, and the suite proves nothing of it.
        case unauthenticated
        /// Its sender's, as anyone can check; there is no key to open it.
        case closed
        case failed(RecordFailure)
        /// The verify data of a finished message is not what the keys give.
        case finishedFailed
        /// The capture does not hold all of the frame.
        case truncated
    }

    public struct Notes: OptionSet, Sendable {
        public let rawValue: UInt16
        public init(rawValue: UInt16) { self.rawValue = rawValue }

        /// Frames of this direction before this one are missing.
        public static let gap = Notes(rawValue: 1 << 0)
        /// A frame with this sequence number was seen before.
        public static let repeated = Notes(rawValue: 1 << 1)
        /// The session id is not the one that was seen on this connection before.
        public static let otherSession = Notes(rawValue: 1 << 4)
        /// There are keys, but none that could belong to the session.
        public static let noFittingKey = Notes(rawValue: 1 << 5)
        public static let noPrivateKey = Notes(rawValue: 1 << 2)
        public static let unwrapFailed = Notes(rawValue: 1 << 3)
    }
}
