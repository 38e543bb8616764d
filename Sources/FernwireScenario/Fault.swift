// SPDX-License-Identifier: Apache-2.0

public import FernwireSession
import FernwireWire

/// What goes wrong: with what one step sends, or with a session as a whole.
public enum Fault: String, CaseIterable, Sendable {
    // Of a step: someone on the way changes its record.
    case flippedBit = "flipped-bit"
    case badPadding = "bad-padding"
    case oversizedLength = "oversized-length"
    case unknownType = "unknown-type"
    case unknownVersion = "unknown-version"
    case replayedRecord = "replayed-record"
    // Of a step: its sender's clock is wrong.
    case expiredToken = "expired-token"
    case futureToken = "future-token"
    // Of a step: how TCP carries it.
    case retransmission
    case lostSegment = "lost-segment"
    case reorderedSegments = "reordered-segments"
    case overlappingSegments = "overlapping-segments"
    case oddSplits = "odd-splits"
    case coalescing
    case reset

    // Of a session: its handshake.
    case differentKeys = "different-keys"
    case badWrap = "bad-wrap"
    case badFinished = "bad-finished"
    case downgrade
    case manInTheMiddle = "man-in-the-middle"
    // Of a session: its end.
    case garbageAfterClose = "garbage-after-close"
    case endWithoutClose = "end-without-close"
    // Of a session: its capture.
    case wrongKey = "wrong-key"
    case startInTheMiddle = "start-in-the-middle"
    case snaplen
    case cutCapture = "cut-capture"

    public enum Place: Sendable {
        case step, session
    }

    /// What Wireshark must say of it.
    public enum Verdict: Equatable, Sendable {
        /// Frames that this display filter finds, and finds in no sound session.
        case appears(String)
        /// None of the frames that this display filter finds in every sound session.
        case missing(String)
        /// The file's end, on tshark's standard error.
        case complaint(String)
    }

    public struct Description: Sendable {
        public let place: Place
        /// A suite that shows it.
        public let suite: String
        public let verdict: Verdict
        /// One sentence.
        public let summary: String
    }

    /// Whether there is anything in `suite` that it could happen to.
    public func isPossible(in suite: CipherSuite) -> Bool {
        func hasField(_ fields: [Field]) -> Bool { suite.payloadLayout.parts.contains { fields.contains($0.field) } }
        return switch self {
        case .badWrap: suite.flights.contains { $0.type == .keyWrap }
        case .expiredToken, .futureToken: hasField([.token])
        case .badPadding: hasField([.token, .recordIV])
        case .downgrade: suite.isSecure && suite != .aes128CBCPSK
        case .differentKeys: suite.properties.peer == .keyHolder
        case .wrongKey: !suite.keygenName.description.isEmpty
        default: true
        }
    }
}
