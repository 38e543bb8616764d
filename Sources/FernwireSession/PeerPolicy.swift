// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto
import FernwireWire

/// The peers whose public keys a side accepts. PROTOCOL.md §3.9.
public enum PeerPolicy: Sendable {
    /// Any peer, with a key or without. The application judges who the peer is once the session is established.
    case anyone
    /// Any peer that shows a key.
    case identified
    /// No peer yet: a key that a peer shows ends the session, whose error names the key, so that the user can be asked.
    /// A peer that shows none leaves nothing to ask.
    case askedFirst
    /// The peers with these keys alone. Only suites that prove one of them are spoken.
    case known([IdentityKey])

    /// Whether a peer may keep its identity to itself.
    var allowsAnonymous: Bool {
        switch self {
        case .anyone, .askedFirst: true
        case .identified, .known: false
        }
    }

    /// Whether a peer that proves itself by keys of `kind`, or not at all, may pass.
    func mayAccept(_ kind: KeyKind?) -> Bool {
        switch self {
        case .anyone, .askedFirst: true
        case .identified: kind != nil
        case .known(let keys): keys.contains { $0.kind == kind }
        }
    }

    /// Judges the key that the peer shows.
    ///
    /// - Throws: `identity_unknown` or `identity_refused` for a key that is not accepted.
    func check(_ key: IdentityKey) throws(SessionError) {
        switch self {
        case .anyone, .identified: return
        case .askedFirst: throw SessionError(.identityUnknown, .unknownIdentity(key))
        case .known(let keys):
            guard !keys.contains(key) else { return }
            throw SessionError(.identityRefused, .identity(key.fingerprint, known: keys.map(\.fingerprint)))
        }
    }
}

extension IdentityKey {
    var kind: KeyKind {
        switch self {
        case .rsa: .rsa
        case .ed25519: .ed25519
        }
    }
}
