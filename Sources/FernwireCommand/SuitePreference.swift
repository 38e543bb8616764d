// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession
import FernwireWire

extension KeyOptions {
    /// Leaves out of a client's default list what its keys were not given for: who has a pre-shared key and says
    /// nothing of who the server is means the key; who proves itself by RSA cannot do so in an Ed25519 suite.
    func prefer(_ configuration: inout SessionConfiguration) {
        let credentials = configuration.credentials
        if !credentials.presharedKeys.isEmpty, !namesPeers, identity == nil {
            configuration.suites.removeAll { $0.provesIdentities }
        }
        if credentials.rsaKey != nil, credentials.ed25519Key == nil {
            configuration.suites.removeAll { $0.identityKind(of: .fromClient) == .ed25519 }
        }
    }
}

extension CipherSuite {
    /// Whether the server proves who it is by a key of its own.
    var provesIdentities: Bool { identityKind(of: .fromServer) != nil }
}

extension Credentials {
    /// The key by which this side proves who it is.
    var identity: IdentityKey? {
        ed25519Key.map { .ed25519($0.publicKey) } ?? rsaKey.map { .rsa($0.publicKey) }
    }
}
