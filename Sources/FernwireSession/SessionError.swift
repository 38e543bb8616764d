// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto
public import FernwireWire

/// Why this side ends a session: the alert that it sends, and the detail that it may tell its own user.
public struct SessionError: Error, Equatable, Sendable {
    /// Details for this side's user, which are never sent.
    public enum Detail: Equatable, Sendable {
        /// The payload does not have its form.
        case wire(WireError)
        /// The peer's key is refused.
        case key(KeyError)
        /// The fingerprint of the peer's identity, which is none of those that are known for it.
        case identity(String, known: [String])
        /// The key that the peer showed; nobody has accepted it yet.
        case unknownIdentity(IdentityKey)
        /// The number of the frame, and the number that was due. A lower number was there before: the frame is repeated.
        case sequence(received: UInt64, due: UInt64)
        /// The check that a record, or a protected flight of the handshake, failed.
        case record(RecordFailure)
        /// The peer's proof that does not verify.
        case proof(Proof)
        /// The limit of this side that was reached.
        case limit(SessionLimit)
    }

    /// What a side proves its keys by during the handshake.
    public enum Proof: Equatable, Sendable {
        /// The verify data of the finished message.
        case finished
        /// The signature of the peer's identity.
        case signature
    }

    /// The alert that names the failure. The peer gets it, unless PROTOCOL.md §8 forbids an answer.
    public let alert: AlertCode
    /// The detail for this side's user; `nil` for none.
    public let detail: Detail?

    /// Creates an error with an alert for the peer and a detail for this side's user.
    public init(_ alert: AlertCode, _ detail: Detail? = nil) {
        self.alert = alert
        self.detail = detail
    }

    init(_ error: WireError) {
        self.init(.malformed, .wire(error))
    }
}

extension SessionError: CustomStringConvertible {
    /// The name of the alert, with the detail, for people.
    public var description: String {
        switch detail {
        case nil: alert.name.description
        case .wire(let error): "\(alert.name): \(error)"
        case .key(let error): "\(alert.name): \(error)"
        case .unknownIdentity(let key): "\(alert.name): nobody has accepted \(key.fingerprint) yet"
        case .identity(let fingerprint, let known):
            "\(alert.name): the peer is \(fingerprint), and not \(known.joined(separator: " or "))"
        case .sequence(let received, let due): "\(alert.name): the frame has number \(received), and \(due) is due"
        case .record(let failure): "\(alert.name): \(failure)"
        case .proof(let proof): "\(alert.name): \(proof)"
        case .limit(let limit): "\(alert.name): \(limit)"
        }
    }
}

extension SessionError.Proof: CustomStringConvertible {
    /// What is wrong, as a clause for people.
    public var description: String {
        switch self {
        case .finished: "the peer's finished message does not match the keys of this side"
        case .signature: "the signature of the peer's identity is wrong"
        }
    }
}

extension Message {
    /// Reads the message in the payload that a peer sent.
    ///
    /// - Throws: the alert `malformed` for a payload that does not have the message's form, or says what is not
    ///   allowed.
    init(received payload: RawSpan) throws(SessionError) {
        do { try self.init(decoding: payload) } catch { throw SessionError(error) }
    }
}
