// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto
import FernwireWire

/// Whose public keys a side accepts. PROTOCOL.md §3.9.
public enum PeerPolicy: Sendable {
    /// Any, or none: who the peer is, the application judges once the session is established.
    case anyone
    /// Any, but not none.
    case identified
    /// These alone. Only suites that prove one of them are spoken.
    case known([IdentityKey])

    /// Whether a peer may keep its identity to itself.
    var allowsAnonymous: Bool {
        if case .anyone = self { true } else { false }
    }

    /// Whether a peer that proves itself by keys of `kind`, or not at all, may pass.
    func mayAccept(_ kind: KeyKind?) -> Bool {
        switch self {
        case .anyone: true
        case .identified: kind != nil
        case .known(let keys): keys.contains { $0.kind == kind }
        }
    }

    /// Judges the key that the peer shows.
    func check(_ key: IdentityKey) throws(SessionError) {
        guard case .known(let keys) = self, !keys.contains(key) else { return }
        throw SessionError(
            .identityRefused, .identity(key.fingerprint, known: keys.map(\.fingerprint)))
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
