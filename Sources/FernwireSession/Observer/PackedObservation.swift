// SPDX-License-Identifier: Apache-2.0

/// An observation in few bytes, since one is kept of every frame. It tells only which check a record failed, not the
/// numbers beside it.
@safe public struct PackedObservation: BitwiseCopyable, Sendable {
    private let suite: Unmanaged<CipherSuite>?
    private let start: Int
    private let count: UInt32
    private let session: UInt32
    /// The line or row of the key.
    private let keyNumber: UInt32
    private let notes: UInt16
    private let weaknesses: UInt16
    private let status: UInt8
    /// Whether the signature is its sender's, and whether the frame completes a brute force.
    private let flags: UInt8
    /// The kind of the key and the kind of its place.
    private let keyKind: UInt8

    /// Packs an observation.
    public init(_ observation: Observation) {
        unsafe suite = observation.uncountedSuite
        start = observation.plaintext.lowerBound
        count = UInt32(clamping: observation.plaintext.count)
        session = observation.session
        notes = observation.notes.rawValue
        weaknesses = observation.weaknesses.rawValue
        let signed: UInt8 = observation.isSigned.map { $0 ? 2 : 1 } ?? 0
        flags = signed | (observation.completesBruteForce ? Self.bruteForce : 0)
        status = observation.status.packed
        (keyKind, keyNumber) = observation.keySource?.packed ?? (0, 0)
    }

    private static var bruteForce: UInt8 { 1 << 2 }

    /// Returns the observation without what packing left out.
    public func unpacked() -> Observation {
        var observation = Observation()
        unsafe observation.uncountedSuite = suite
        observation.session = session
        observation.status = Observation.Status(packed: status)
        observation.notes = .init(rawValue: notes)
        observation.weaknesses = .init(rawValue: weaknesses)
        observation.isSigned = flags & 3 == 0 ? nil : flags & 3 == 2
        observation.completesBruteForce = flags & Self.bruteForce != 0
        observation.keySource = KeySource(packed: keyKind, keyNumber)
        observation.plaintext = start..<start + Int(count)
        return observation
    }
}

extension Observation.Status {
    /// All statuses by their packed form. Every failure of a token but that of its HMAC or padding becomes
    /// `invalidBase64`.
    private static let all: [Observation.Status] = [
        .none, .noKey, .verified, .unchecked, .unauthenticated, .closed, .finishedFailed, .truncated,
        .failed(.tooShort), .failed(.recordMAC), .failed(.signature), .failed(.padding), .failed(.repeatedHeader),
        .failed(.token(.invalidMAC)), .failed(.token(.invalidPadding)), .failed(.token(.invalidBase64)),
    ]

    fileprivate init(packed: UInt8) {
        self = Self.all[Int(packed)]
    }

    fileprivate var packed: UInt8 {
        switch self {
        case .none: 0
        case .noKey: 1
        case .verified: 2
        case .unchecked: 3
        case .unauthenticated: 4
        case .closed: 5
        case .finishedFailed: 6
        case .truncated: 7
        case .failed(.tooShort): 8
        case .failed(.recordMAC): 9
        case .failed(.signature): 10
        case .failed(.padding): 11
        case .failed(.repeatedHeader): 12
        case .failed(.token(.invalidMAC)): 13
        case .failed(.token(.invalidPadding)): 14
        case .failed(.token): 15
        }
    }
}

extension KeySource {
    fileprivate var packed: (kind: UInt8, number: UInt32) {
        let (place, number): (UInt8, UInt32) =
            switch self.place {
            case .unknown: (0, 0)
            case .keyFile(let line): (1, line)
            case .keyTable(let row): (2, row)
            case .captureSecrets: (3, 0)
            }
        return (1 + (kind.rawValue << 2 | place), number)
    }

    fileprivate init?(packed: UInt8, _ number: UInt32) {
        guard packed > 0, let kind = Kind(rawValue: (packed - 1) >> 2) else { return nil }
        let place: Place =
            switch (packed - 1) & 3 {
            case 1: .keyFile(line: number)
            case 2: .keyTable(row: number)
            case 3: .captureSecrets
            default: .unknown
            }
        self.init(kind, place)
    }
}
