// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

/// The client offers its public key and unwraps what comes back; the server makes both secrets and wraps them.
struct RSAFernetHMACEndpoint: SuiteEndpoint {
    func start(as role: Direction, with credentials: Credentials) -> SuiteStart? {
        switch role {
        case .fromClient: credentials.rsaKey.map { key in { _ in Client(key: key).offer() } }
        case .fromServer: { _ in Server(peers: credentials.peers, maximumBits: credentials.maximumRSABits).begin() }
        }
    }

    private static func agreement(_ secret: SecretBytes, peer: IdentityKey?) -> ExchangeStep {
        .agreed(Agreement(secret: secret, peer: peer) { _ in DerivedKeying(records: RSAFernetHMACRecords()) })
    }

    private struct Client {
        let key: RSAPrivateKey

        func offer() -> ExchangeStep {
            .send(PublicKey(kind: .rsa, key: key.publicKey.der).encoded()) { _ in .receive(then: unwrap) }
        }

        func unwrap(_ payload: [UInt8], _ transcript: Transcript) throws(SessionError) -> ExchangeStep {
            let message = try KeyWrap(received: payload.rawSpan)
            let expected = RSAFernetHMACSecrets.wrapped
            guard message.wraps.map(\.kind) == expected.map(\.kind),
                message.wraps.allSatisfy({ $0.wrapped.count == key.publicKey.modulusLength })
            else { throw SessionError(.malformed) }
            // With random secrets in place of unopened ones, a failed unwrap looks like a bad finished. PROTOCOL.md §3.8.
            let substitute = SecretBytes.random(count: expected.count * RSAFernetHMACSecrets.length)
            return agreement(RSAFernetHMACSecrets.unwrap(message, with: key) ?? substitute, peer: nil)
        }
    }

    private struct Server {
        let peers: PeerPolicy
        let maximumBits: Int

        func begin() -> ExchangeStep {
            let secrets = RSAFernetHMACSecrets.wrapped.map { _ in
                SecretBytes.random(count: RSAFernetHMACSecrets.length)
            }
            return .receive { (payload, _) throws(SessionError) in
                let key = try RSAPublicKey.offered(payload, peers: peers, maximumBits: maximumBits)
                return wrap(secrets, to: key)
            }
        }

        func wrap(_ secrets: [SecretBytes], to key: RSAPublicKey) -> ExchangeStep {
            let wraps = zip(RSAFernetHMACSecrets.wrapped, secrets).map { declared, secret in
                KeyWrap.Wrap(kind: declared.kind, wrapped: key.wrap(secret, label: declared.label))
            }
            return .send(KeyWrap(wraps: wraps).encoded()) { _ in
                agreement(SecretBytes(joining: secrets), peer: .rsa(key))
            }
        }
    }
}
