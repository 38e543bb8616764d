// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto
public import FernwireWire

/// The part of an endpoint that speaks a suite.
///
/// A session calls, once for each handshake and in this order: ``start(as:with:)``, the steps that follow from it, and
/// what the last step agreed on: ``Agreement/finished`` for both finished messages, ``Agreement/records`` between them.
public protocol SuiteEndpoint: Sendable {
    /// Returns the pre-shared key of `credentials` that the suite is spoken with; `nil` where it takes none, or has
    /// none.
    func presharedKey(_ credentials: Credentials) -> PresharedKey?

    /// Returns the first step of the side that sends `role`; `nil` where `credentials` lack what it takes.
    ///
    /// Nothing is drawn or computed before the result is called.
    func start(as role: Direction, with credentials: Credentials) -> SuiteStart?
}

extension SuiteEndpoint {
    /// Returns `nil`, for a suite without a pre-shared key.
    public func presharedKey(_ credentials: Credentials) -> PresharedKey? { nil }
}

/// Makes the first step of a suite's part of the handshake, after the hellos in the transcript.
public typealias SuiteStart = (Transcript) -> ExchangeStep

/// The next step of an endpoint in its suite's part of the handshake.
///
/// Each step is made by the one before it, and so has all that exists by then. The steps are those of the description's
/// flights: a flight that this side sends is a ``send(_:keys:then:)``, the peer's is a ``receive(keys:then:)``.
public enum ExchangeStep {
    /// Makes the step that follows a flight of ours, which is the last frame of the transcript.
    public typealias Sent = (Transcript) throws(SessionError) -> ExchangeStep
    /// Makes the step that follows a flight of the peer's, which is the last frame of the transcript. It takes the
    /// flight's payload without protection.
    public typealias Received = (_ content: [UInt8], Transcript) throws(SessionError) -> ExchangeStep

    /// Sends the next flight with this payload, protected by `keys` if there are any.
    case send([UInt8], keys: FlightKeys? = nil, then: Sent)
    /// Waits for the next flight, which `keys` protect if there are any.
    case receive(keys: FlightKeys? = nil, then: Received)
    /// All flights are exchanged.
    case agreed(Agreement)
}

/// The keys of the flights that are protected: those of epoch 0.
public struct FlightKeys {
    let client: EpochKeys
    let server: EpochKeys

    /// Creates the keys of both directions.
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
    /// The protection of the direction's payloads by these keys.
    public let protection: RecordProtection

    /// Creates the keys of one direction and epoch with their protection.
    public init(_ keys: RecordKeys, _ protection: RecordProtection) {
        self.keys = keys
        self.protection = protection
    }
}

/// The outcome of the flights, which both sides hold.
public struct Agreement {
    /// The session's secret; empty in a suite without one.
    public let secret: SecretBytes
    /// The peer's identity, if the peer showed and proved it.
    public let peer: IdentityKey?
    /// Makes and checks the verify data of the finished messages.
    public let finished: any FinishedProof
    /// Makes the keys of records, from the point before the server's finished.
    public let records: (TranscriptPoint) -> any RecordKeying

    /// Creates an agreement.
    ///
    /// - Parameter finished: the proof in the finished messages; `nil` for that of `secret`.
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

/// Makes the keys of an endpoint's records.
public protocol RecordKeying {
    /// Returns the keys that follow from the secret of a direction's epoch.
    func keys(_ secret: EpochSecret) -> EpochKeys

    /// The number of bytes of a rekey's material.
    var rekeyMaterialLength: Int { get }
    /// Makes our rekey: the material that its record carries, and the secret of the next epoch.
    ///
    /// - Parameter next: the next epoch, with the secret of the one before it.
    mutating func rekey(_ next: EpochSecret) -> (material: [UInt8], secret: SecretBytes)
    /// Takes the peer's rekey, and returns the secret of the next epoch.
    ///
    /// - Parameter next: the next epoch, with the secret of the one before it.
    /// - Parameter material: ``rekeyMaterialLength`` bytes.
    /// - Throws: the alert that refuses the material.
    mutating func rekey(_ next: EpochSecret, material: [UInt8]) throws(SessionError) -> SecretBytes
}

// A rekey that carries nothing: the keys of all epochs follow from the session's secret.
extension RecordKeying {
    /// The number of bytes of a rekey's material: 0.
    public var rekeyMaterialLength: Int { 0 }

    /// Returns no material, and the secret that all epochs share.
    public mutating func rekey(_ next: EpochSecret) -> (material: [UInt8], secret: SecretBytes) { ([], next.secret) }

    /// Returns the secret that all epochs share.
    public mutating func rekey(_ next: EpochSecret, material: [UInt8]) throws(SessionError) -> SecretBytes {
        next.secret
    }
}
