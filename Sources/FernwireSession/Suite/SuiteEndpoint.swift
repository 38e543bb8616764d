// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto
public import FernwireWire

/// How an endpoint speaks a suite.
///
/// A session calls, once for each handshake and in this order: ``start(as:with:)``, the steps that follow from it, and
/// what the last step agreed on: ``Agreement/finished`` for both finished messages, ``Agreement/records`` between them.
public protocol SuiteEndpoint: Sendable {
    /// The pre-shared key of `credentials` that the suite is spoken with; `nil` where it takes none, or has none.
    func presharedKey(_ credentials: Credentials) -> PresharedKey?

    /// How the side that sends `role` begins its part; `nil` where `credentials` lack what it takes.
    ///
    /// Nothing is drawn or computed before the result is called.
    func start(as role: Direction, with credentials: Credentials) -> SuiteStart?
}

extension SuiteEndpoint {
    public func presharedKey(_ credentials: Credentials) -> PresharedKey? { nil }
}

/// The first step of a suite's part of the handshake, after the hellos in the transcript.
public typealias SuiteStart = (Transcript) -> ExchangeStep

/// What an endpoint does next in its suite's part of the handshake.
///
/// Each step is made by the one before it, and so has what exists by then. The steps are those of the description's
/// flights: a flight that this side sends is a ``send(_:keys:then:)``, the peer's is a ``receive(keys:then:)``.
public enum ExchangeStep {
    /// What follows a flight of ours, which is the last frame of the transcript.
    public typealias Sent = (Transcript) throws(SessionError) -> ExchangeStep
    /// What follows a flight of the peer's: its payload without protection; it is the last frame of the transcript.
    public typealias Received = (_ content: [UInt8], Transcript) throws(SessionError) -> ExchangeStep

    /// Sends the next flight with this payload, under `keys` where the flight is protected.
    case send([UInt8], keys: FlightKeys? = nil, then: Sent)
    /// Waits for the next flight, which is under `keys` where it is protected.
    case receive(keys: FlightKeys? = nil, then: Received)
    /// All flights are exchanged.
    case agreed(Agreement)
}

/// Keys of the flights that are protected: those of epoch 0.
public struct FlightKeys {
    let client: EpochKeys
    let server: EpochKeys

    public init(client: EpochKeys, server: EpochKeys) {
        self.client = client
        self.server = server
    }

    subscript(direction: Direction) -> EpochKeys { direction == .fromClient ? client : server }
}

/// The keys of one direction and epoch, and the protection that they make.
public struct EpochKeys {
    /// The keys as a key log has them.
    public let keys: RecordKeys
    public let protection: RecordProtection

    public init(_ keys: RecordKeys, _ protection: RecordProtection) {
        self.keys = keys
        self.protection = protection
    }
}

/// What both sides hold once the flights are exchanged.
public struct Agreement {
    /// The session's secret; empty in a suite without one.
    public let secret: SecretBytes
    /// Who the peer is, if it said so and proved it.
    public let peer: IdentityKey?
    public let finished: any FinishedProof
    /// Makes the keys of records, from the point before the server's finished.
    public let records: (TranscriptPoint) -> any RecordKeying

    public init(
        secret: SecretBytes, peer: IdentityKey? = nil, finished: (any FinishedProof)? = nil,
        records: @escaping (TranscriptPoint) -> any RecordKeying
    ) {
        self.secret = secret
        self.peer = peer
        self.finished = finished ?? KeyedFinished(secret: secret)
        self.records = records
    }
}

/// How an endpoint makes the keys of its records.
public protocol RecordKeying {
    /// The keys that follow from the secret of a direction's epoch.
    func keys(_ secret: EpochSecret) -> EpochKeys

    /// Bytes of the material of a rekey.
    var rekeyMaterialLength: Int { get }
    /// Makes our rekey: what its record carries, and the secret of the next epoch.
    ///
    /// - Parameter next: the next epoch, with the secret of the one before it.
    mutating func rekey(_ next: EpochSecret) -> (material: [UInt8], secret: SecretBytes)
    /// Takes the peer's rekey; returns the secret of the next epoch.
    ///
    /// - Parameter next: the next epoch, with the secret of the one before it.
    /// - Parameter material: ``rekeyMaterialLength`` bytes.
    /// - Throws: the alert that refuses the material.
    mutating func rekey(_ next: EpochSecret, material: [UInt8]) throws(SessionError) -> SecretBytes
}

// A rekey that carries nothing: the keys of all epochs follow from the session's secret.
extension RecordKeying {
    public var rekeyMaterialLength: Int { 0 }

    public mutating func rekey(_ next: EpochSecret) -> (material: [UInt8], secret: SecretBytes) { ([], next.secret) }

    public mutating func rekey(_ next: EpochSecret, material: [UInt8]) throws(SessionError) -> SecretBytes {
        next.secret
    }
}
