// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

// The weaknesses of a session, at the frame where each shows: declared by its suite, or observed.
extension ObservedSession {
    /// Returns the weaknesses that a handshake frame shows, once the suite is known.
    func weaknesses(_ header: FrameHeader, _ payload: RawSpan) -> Observation.Weaknesses {
        guard let suite else { return [] }
        var found: Observation.Weaknesses = []
        switch header.knownType {
        case .serverHello:
            if suite.properties.isConfidential, !suite.properties.isForwardSecret { found.insert(.notForwardSecret) }
            if !suite.isSecure, offersSecureSuite { found.insert(.weakerSuite) }
        case .publicKey, .keyShare:
            if suite.properties.peer == .anyone { found.insert(.unauthenticatedKey) }
            if header.knownType == .keyShare, payload.byteCount > 0, payload.byte(0) == ShareKind.toyDH16.rawValue {
                found.insert(.toySizes)
            }
        default: break
        }
        return found
    }

    private var offersSecureSuite: Bool {
        handshake.clientHello?.suites.contains { SuiteRegistry.standard.suite($0)?.isSecure == true } == true
    }

    /// Returns the weaknesses that a record shows, on the first pass.
    ///
    /// - Parameter time: seconds since 1970 at which the frame was captured; 0 if that is not known.
    func weaknesses(
        _ frame: RawSpan, header: FrameHeader, direction: Direction, time: UInt64, timeToLive: UInt64
    ) -> Observation.Weaknesses {
        var found: Observation.Weaknesses = []
        if !hasRecords, suite?.setsProtectedFlag != false { found.insert(.sizesLeak) }
        hasRecords = true
        switch memory.appearance(frame, sequence: header.sequence, direction: direction) {
        case .new: break
        case .replayed: return found.union(.replayed)
        case .other: if suite?.description.nonceIsSequence == true { found.insert(.ivRepeated) }
        }
        let payload = frame.extracting(Wire.headerLength..<frame.byteCount)
        switch suite?.initialValue ?? .none {
        case .none: return found
        case .bare(let offset):
            guard payload.byteCount >= offset + 16 else { return found }
            // Each direction and epoch has a key of its own: PROTOCOL.md §5. In suites with tokens all of them share
            // one.
            let key = UInt128(header.epoch) << 1 | UInt128(direction.rawValue)
            let iv = payload.integer128(at: offset) &+ key &* 0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835
            if memory.isRepeated(iv: iv) { found.insert(.ivRepeated) }
            return found
        case .token(let offset):
            guard payload.byteCount > offset,
                let head = TokenHead(payload.extracting(offset..<payload.byteCount))
            else { return found }
            if memory.isRepeated(iv: head.iv) { found.insert(.ivRepeated) }
            return found.union(age(head.timestamp, time: time, timeToLive: timeToLive))
        }
    }

    private func age(_ timestamp: UInt64, time: UInt64, timeToLive: UInt64) -> Observation.Weaknesses {
        guard time > 0 else { return [] }
        let age = time > timestamp ? time - timestamp : 0
        let lead = timestamp > time ? timestamp - time : 0
        if timeToLive > 0, age > timeToLive { return .expired }
        return max(age, lead) > UInt64(FernetToken.clockTolerance) ? .timestampFar : []
    }
}

/// The place where the records of a suite show their IV.
public enum InitialValue: Sendable {
    /// The records show no IV.
    case none
    /// The IV stands as it is, at this offset of the payload.
    case bare(offset: Int)
    /// The IV stands in a Fernet token that begins at this offset of the payload.
    case token(offset: Int)

    /// Finds the IV in a payload layout that begins with it, with a token, or with a token's length.
    public init(_ layout: Layout) {
        guard let first = layout.parts.first else {
            self = .none
            return
        }
        switch (first.field, first.shape) {
        case (.recordIV, _): self = .bare(offset: 0)
        case (.token, .bytes(_, let width)): self = .token(offset: width)
        case (.token, _): self = .token(offset: 0)
        default: self = .none
        }
    }
}

extension RawSpan {
    /// Returns the big-endian integer of 16 bytes at `offset`.
    fileprivate func integer128(at offset: Int) -> UInt128 {
        UInt128(integer(at: offset, width: 8)) << 64 | UInt128(integer(at: offset + 8, width: 8))
    }
}

extension Observation {
    /// Weaknesses of a session, or of one record.
    public struct Weaknesses: BitwiseCopyable, OptionSet, Sendable {
        /// The bits of the weaknesses.
        public let rawValue: UInt16
        /// Creates weaknesses from their bits.
        public init(rawValue: UInt16) { self.rawValue = rawValue }

        /// Whoever obtains the long-lived key later can read what is recorded today.
        public static let notForwardSecret = Weaknesses(rawValue: 1 << 0)
        /// The client offered a suite that authenticates data and server; this one does not.
        public static let weakerSuite = Weaknesses(rawValue: 1 << 1)
        /// Nobody vouches for the public key.
        public static let unauthenticatedKey = Weaknesses(rawValue: 1 << 2)
        /// The sizes of the key exchange are a toy's, and its key is found by trying.
        public static let toySizes = Weaknesses(rawValue: 1 << 3)
        /// The lengths of records can be seen by everyone; told at the session's first record.
        public static let sizesLeak = Weaknesses(rawValue: 1 << 4)
        /// An IV or nonce was used before under the same key.
        public static let ivRepeated = Weaknesses(rawValue: 1 << 5)
        /// The very same record was seen before, elsewhere in the stream.
        public static let replayed = Weaknesses(rawValue: 1 << 6)
        /// A token's timestamp is far from the frame's time.
        public static let timestampFar = Weaknesses(rawValue: 1 << 7)
        /// A token is older than the time to live.
        public static let expired = Weaknesses(rawValue: 1 << 8)
    }
}
