// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto

/// What one side brings to a handshake.
public struct Credentials: Sendable {
    public var presharedKey: PresharedKey?
    public var rsaKey: RSAPrivateKey?

    public init(presharedKey: PresharedKey? = nil, rsaKey: RSAPrivateKey? = nil) {
        self.presharedKey = presharedKey
        self.rsaKey = rsaKey
    }
}

/// A key that both sides hold beforehand, and the name that people gave it.
public struct PresharedKey: Sendable {
    /// Sent in the clear, never computed from the key; empty for none.
    public var id: [UInt8]
    public var key: FernetKey

    public init(id: [UInt8] = [], key: FernetKey) {
        self.id = id
        self.key = key
    }
}
