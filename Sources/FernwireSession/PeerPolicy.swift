// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto
import FernwireWire

/// Whose public keys a side accepts. PROTOCOL.md §3.9.
public enum PeerPolicy: Sendable {
    /// Any, or none: who the peer is, the application judges once the session is established.
    case anyone
    /// Any, but not none.
    case identified
    /// None yet: a key that a peer shows ends the session, whose error names it, so that its user can be asked. Where the
    /// peer shows none there is nothing to ask.
    case askedFirst
    /// These alone. Only suites that prove one of them are spoken.
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
