// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto
public import FernwireWire

/// The keys that one side brings to a handshake, and the peers that it accepts.
public struct Credentials: Sendable {
    /// The pre-shared keys of this side. A suite takes the first one that fits it.
    public var presharedKeys: [PresharedKey]
    /// The RSA key of this side; `nil` for none. PROTOCOL.md §6.2, §6.8 and §6.9.
    public var rsaKey: RSAPrivateKey?
    /// The Ed25519 key by which this side proves who it is; `nil` for none. In the x25519 suites a server needs one,
    /// and a client may do without. PROTOCOL.md §6.7.
    public var ed25519Key: Ed25519PrivateKey?
    /// The peers whose public keys this side accepts.
    public var peers: PeerPolicy
    /// The size in bits above which this side refuses a peer's RSA modulus.
    public var maximumRSABits = RSAPublicKey.defaultMaximumBits

    /// Creates credentials that accept a peer's RSA modulus up to ``RSAPublicKey/defaultMaximumBits``.
    public init(
        presharedKeys: [PresharedKey] = [], rsaKey: RSAPrivateKey? = nil, ed25519Key: Ed25519PrivateKey? = nil,
        peers: PeerPolicy = .anyone
    ) {
        self.presharedKeys = presharedKeys
        self.rsaKey = rsaKey
        self.ed25519Key = ed25519Key
        self.peers = peers
    }

    /// Returns the first pre-shared key for `suite`, whose keys have `length` bytes.
    func presharedKey(for suite: SuiteID, length: Int) -> PresharedKey? {
        presharedKeys.first { $0.secret.count == length && ($0.suite ?? suite) == suite }
    }
}

/// A key that both sides hold beforehand, with the name that people gave it.
public struct PresharedKey: Sendable {
    /// The name of the key, which a client hello sends in the clear; empty for none. It is never computed from the key.
    public var id: [UInt8]
    /// The bytes of the key: 16 or 32, as its suite demands.
    public var secret: SecretBytes
    /// The only suite that the key is used with; `nil` for the first suite spoken that takes a key of its length.
    /// PROTOCOL.md §5.
    public var suite: SuiteID?

    /// Creates a pre-shared key from its bytes, 16 or 32.
    ///
    /// - Parameters:
    ///   - id: the name that a client hello sends in the clear; empty for none.
    ///   - suite: the only suite that the key is used with; `nil` for the first one spoken that takes a key of its
    ///     length.
    public init(id: [UInt8] = [], secret: SecretBytes, suite: SuiteID? = nil) {
        self.id = id
        self.secret = secret
        self.suite = suite
    }
}
