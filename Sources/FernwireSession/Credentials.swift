// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto
public import FernwireWire

/// What one side brings to a handshake.
public struct Credentials: Sendable {
    public var presharedKeys: [PresharedKey]
    public var rsaKey: RSAPrivateKey?
    public var ed25519Key: Ed25519PrivateKey?
    public var peers: PeerPolicy
    /// Bits of a peer's RSA modulus above which its key is refused.
    public var maximumRSABits = RSAPublicKey.defaultMaximumBits

    public init(
        presharedKeys: [PresharedKey] = [], rsaKey: RSAPrivateKey? = nil, ed25519Key: Ed25519PrivateKey? = nil,
        peers: PeerPolicy = .anyone
    ) {
        self.presharedKeys = presharedKeys
        self.rsaKey = rsaKey
        self.ed25519Key = ed25519Key
        self.peers = peers
    }

    /// The first pre-shared key for `suite`, whose keys have `length` bytes.
    func presharedKey(for suite: SuiteID, length: Int) -> PresharedKey? {
        presharedKeys.first { $0.secret.count == length && ($0.suite ?? suite) == suite }
    }
}

/// A key that both sides hold beforehand, and the name that people gave it.
public struct PresharedKey: Sendable {
    /// Sent in the clear, never computed from the key; empty for none.
    public var id: [UInt8]
    public var secret: SecretBytes
    /// The one suite that the key is used with; `nil` for the first one spoken that takes a key of its length.
    /// PROTOCOL.md §5.
    public var suite: SuiteID?

    public init(id: [UInt8] = [], secret: SecretBytes, suite: SuiteID? = nil) {
        self.id = id
        self.secret = secret
        self.suite = suite
    }
}
