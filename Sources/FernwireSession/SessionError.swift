// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto
public import FernwireWire

/// Why this side ends a session: the alert that it sends, and what it may tell its own user beside it.
public struct SessionError: Error, Equatable, Sendable {
    public enum Detail: Equatable, Sendable {
        case wire(WireError)
        case key(KeyError)
        /// The peer's identity is none of those that are known for it.
        case identity(String, known: [String])
        /// The key that the peer showed; nobody has accepted it yet.
        case unknownIdentity(IdentityKey)
    }

    public let alert: AlertCode
    public let detail: Detail?

    public init(_ alert: AlertCode, _ detail: Detail? = nil) {
        self.alert = alert
        self.detail = detail
    }

    init(_ error: WireError) {
        self.init(.malformed, .wire(error))
    }
}

extension SessionError: CustomStringConvertible {
    public var description: String {
        switch detail {
        case nil: alert.name.description
        case .wire(let error): "\(alert.name): \(error)"
        case .key(let error): "\(alert.name): \(error)"
        case .unknownIdentity(let key): "\(alert.name): nobody has accepted \(key.fingerprint) yet"
        case .identity(let fingerprint, let known):
            "\(alert.name): the peer is \(fingerprint), and not \(known.joined(separator: " or "))"
        }
    }
}

extension Message {
    /// Reads the message that a peer's `payload` is.
    ///
    /// - Throws: the alert `malformed` for a payload that does not have the message's form, or says what is not allowed.
    init(received payload: RawSpan) throws(SessionError) {
        do { try self.init(decoding: payload) } catch { throw SessionError(error) }
    }
}
