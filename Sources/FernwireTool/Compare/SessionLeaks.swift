// SPDX-License-Identifier: Apache-2.0
import FernwireCapture
import FernwireSession
import FernwireWire

/// What a session tells whoever has no key, gathered frame by frame.
struct SessionLeaks {
    private(set) var suite: CipherSuite?
    private(set) var offered: [SuiteID] = []
    private(set) var keyIDs: [[UInt8]] = []
    private(set) var takenKeyID: [UInt8] = []
    /// The fingerprints of the public keys that each direction shows in the clear.
    private(set) var fingerprints: [String?] = [nil, nil]
    private(set) var sides = [Side(), Side()]
    private(set) var timing = Timing()
    private(set) var replayed = 0
    private(set) var repeatedIVs = 0

    /// How many lengths of records are told apart.
    static let lengthLimit = 4096

    /// What one direction's records tell.
    struct Side {
        var records = 0
        /// How many bytes the payloads have.
        var bytes: UInt64 = 0
        /// How many records are of which length.
        var lengths: [Length: Int] = [:]
        var clock = SenderClock()
        var epochs: ClosedRange<UInt32>?
    }

    struct Length: Hashable {
        /// Bytes of payload.
        let payload: Int
        /// Bytes of content that it may have; `nil` where that cannot be told.
        let content: ClosedRange<Int>?
    }

    mutating func take(
        _ header: FrameHeader, _ payload: RawSpan, from direction: Direction, observation: Observation,
        frame: CapturedFrame
    ) {
        suite = suite ?? observation.suite
        timing.take(direction, isRecord: header.knownType == .record, packet: frame.packet, time: frame.time)
        if observation.weaknesses.contains(.replayed) { replayed += 1 }
        if observation.weaknesses.contains(.ivRepeated) { repeatedIVs += 1 }
        switch header.knownType {
        case .clientHello where offered.isEmpty:
            guard let hello = try? ClientHello(decoding: payload) else { break }
            (offered, keyIDs) = (hello.offeredSuites, hello.keyIDs)
        case .serverHello where takenKeyID.isEmpty:
            takenKeyID = (try? ServerHello(decoding: payload))?.keyID ?? []
        case .publicKey where fingerprints[Int(direction.rawValue)] == nil:
            let key = try? PublicKey(decoding: payload)
            fingerprints[Int(direction.rawValue)] = key.flatMap { SnifferText.fingerprint($0) }
        case .record:
            let isWhole = payload.byteCount == Int(header.length)
            sides[Int(direction.rawValue)].take(header, payload, isWhole: isWhole, suite: suite, time: frame.time)
        default: break
        }
    }
}

extension SessionLeaks.Side {
    fileprivate mutating func take(
        _ header: FrameHeader, _ payload: RawSpan, isWhole: Bool, suite: CipherSuite?, time: UInt64?
    ) {
        records += 1
        bytes += UInt64(header.length)
        let content = isWhole ? suite?.contentLengths(ofRecord: payload) : nil
        let length = SessionLeaks.Length(payload: Int(header.length), content: content)
        if lengths[length] != nil || lengths.count < SessionLeaks.lengthLimit { lengths[length, default: 0] += 1 }
        epochs = min(epochs?.lowerBound ?? header.epoch, header.epoch)...max(epochs?.upperBound ?? 0, header.epoch)
        if let timestamp = suite?.timestamp(ofRecord: payload) { clock.take(timestamp, time) }
    }
}
