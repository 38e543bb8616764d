// SPDX-License-Identifier: Apache-2.0

/// An observer's findings about one frame, which stay as they are.
///
/// It holds no counted reference, because one is made, kept and read again for every frame.
@safe public struct Observation: BitwiseCopyable, Sendable {
    /// The session's suite as far as it is known, from its server hello, a key log or the form of a record.
    public var suite: CipherSuite? {
        // A suite lives as long as the process.
        get { unsafe uncountedSuite?.takeUnretainedValue() }
        set { unsafe uncountedSuite = newValue.map { unsafe Unmanaged.passUnretained($0) } }
    }
    var uncountedSuite: Unmanaged<CipherSuite>?
    /// The number of the session among those of its connection, from 0: see ``Observer/summary(_:)``.
    public var session: UInt32 = 0
    /// The result of opening or checking the frame.
    public var status = Status.none
    /// Remarks on the frame's place in the capture, and on the keys.
    public var notes: Notes = []
    /// The weaknesses that show at this frame.
    public var weaknesses: Weaknesses = []
    /// Whether the signature that a handshake message carries is its sender's; `nil` when that cannot be told.
    public var isSigned: Bool?
    /// Whether the frame completed what a brute force takes: see ``Observer/bruteForce(at:)``.
    public var completesBruteForce = false
    /// The source of the key that opened the frame; `nil` for none.
    public var keySource: KeySource?
    /// The range of the frame's plaintext in the observer's memory.
    var plaintext: Range<Int> {
        get { start..<start + count }
        set { (start, count) = (newValue.lowerBound, newValue.count) }
    }
    private var (start, count) = (0, 0)

    /// Whether the plaintext is what its sender said, as far as the suite tells, so that others may work with it.
    public var hasPassed: Bool {
        (status == .verified || status == .unauthenticated) && !weaknesses.contains(.replayed)
    }

    /// Returns the range of the record plaintext in the `count` bytes that the record protects: it follows the suite's
    /// prefix.
    public func plaintext(inCount count: Int) -> Range<Int> {
        min(suite?.prefixLength ?? 0, count)..<count
    }

    /// The results of opening or checking a frame.
    public enum Status: BitwiseCopyable, Equatable, Sendable {
        /// There is nothing to check.
        case none
        /// There is no key for the check: ``Notes/noFittingKey`` tells whether there are others.
        case noKey
        /// Every check of the suite was made and passed.
        case verified
        /// The token opened; the key for the record's MAC or signature is missing.
        case unchecked
        /// The record opened, and the suite proves nothing about it.
        case unauthenticated
        /// The record is its sender's, as anyone can check; there is no key to open it.
        case closed
        /// The record failed this check.
        case failed(RecordFailure)
        /// The verify data of a finished message is not what the keys give.
        case finishedFailed
        /// The capture does not hold all of the frame.
        case truncated
    }

    /// Remarks on a frame's place in the capture, and on the keys.
    public struct Notes: BitwiseCopyable, OptionSet, Sendable {
        /// The bits of the notes.
        public let rawValue: UInt16
        /// Creates notes from their bits.
        public init(rawValue: UInt16) { self.rawValue = rawValue }

        /// Frames of this direction before this one are missing.
        public static let gap = Notes(rawValue: 1 << 0)
        /// A frame with this sequence number was seen before.
        public static let repeated = Notes(rawValue: 1 << 1)
        /// The session id is not the one that was seen on this connection before.
        public static let otherSession = Notes(rawValue: 1 << 4)
        /// There are keys, but none that could belong to the session.
        public static let noFittingKey = Notes(rawValue: 1 << 5)
        /// No private key belongs to the public key to which secrets were wrapped.
        public static let noPrivateKey = Notes(rawValue: 1 << 2)
        /// The private key fits, but does not open what was wrapped.
        public static let unwrapFailed = Notes(rawValue: 1 << 3)
    }
}
