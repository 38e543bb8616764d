// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto

/// What one side brings to a handshake.
public struct Credentials: Sendable {
    public var presharedKeys: [PresharedKey]
    public var rsaKey: RSAPrivateKey?
    public var ed25519Key: Ed25519PrivateKey?
    public var peers: PeerPolicy

    public init(
        presharedKeys: [PresharedKey] = [], rsaKey: RSAPrivateKey? = nil, ed25519Key: Ed25519PrivateKey? = nil,
        peers: PeerPolicy = .anyone
    ) {
        self.presharedKeys = presharedKeys
        self.rsaKey = rsaKey
        self.ed25519Key = ed25519Key
        self.peers = peers
    }

    /// The first pre-shared key of `length` bytes.
    public func presharedKey(length: Int) -> PresharedKey? {
        presharedKeys.first { $0.secret.count == length }
    }
}

/// A key that both sides hold beforehand, and the name that people gave it.
public struct PresharedKey: Sendable {
    /// Sent in the clear, never computed from the key; empty for none.
    public var id: [UInt8]
    public var secret: SecretBytes

    public init(id: [UInt8] = [], secret: SecretBytes) {
        self.id = id
        self.secret = secret
    }
}
