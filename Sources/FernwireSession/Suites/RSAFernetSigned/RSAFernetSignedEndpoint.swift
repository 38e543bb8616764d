// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

/// The client makes, wraps and signs; the server unwraps.
struct RSAFernetSignedEndpoint: SuiteEndpoint {
    func start(as role: Direction, with credentials: Credentials) -> SuiteStart? {
        guard let exchange = RSAIdentityExchange(role, credentials) else { return nil }
        return { _ in
            // The client chooses this key; the server goes on with it when unwrapping fails. PROTOCOL.md §3.8.
            let fernetKey = SecretBytes.random(count: FernetKey.length)
            return exchange.exchange { identities, _ in
                switch role {
                case .fromClient: wrap(fernetKey, identities)
                case .fromServer: unwrap(identities, substitute: fernetKey)
                }
            }
        }
    }

    private func wrap(_ fernetKey: SecretBytes, _ identities: RSAIdentities) -> ExchangeStep {
        let wrapped = identities.peer.wrap(fernetKey, label: RSAFernetSignedSecret.label)
        return .send(KeyWrap(wraps: [.init(kind: .fernetKey, wrapped: wrapped)]).encoded()) { transcript in
            let content = transcript.now.rsaFernetSignedContent(server: identities.peer)
            return .send(Signature(signature: identities.own.sign(content.rawSpan)).encoded()) { _ in
                agreement(fernetKey, identities)
            }
        }
    }

    private func unwrap(_ identities: RSAIdentities, substitute: SecretBytes) -> ExchangeStep {
        .receive { (payload, _) throws(SessionError) in
            let message = try KeyWrap(received: payload.rawSpan)
            guard message.wraps.map(\.kind) == [.fernetKey],
                message.wraps[0].wrapped.count == identities.own.publicKey.modulusLength
            else { throw SessionError(.malformed) }
            return verify(RSAFernetSignedSecret.unwrap(message, with: identities.own) ?? substitute, identities)
        }
    }

    private func verify(_ fernetKey: SecretBytes, _ identities: RSAIdentities) -> ExchangeStep {
        .receive { (signature, transcript) throws(SessionError) in
            let content = transcript.beforeLastFrame.rsaFernetSignedContent(server: identities.own.publicKey)
            guard identities.peer.verify(signature.rawSpan, of: content.rawSpan) else {
                throw SessionError(.handshakeFailed, .proof(.signature))
            }
            return agreement(fernetKey, identities)
        }
    }

    private func agreement(_ fernetKey: SecretBytes, _ identities: RSAIdentities) -> ExchangeStep {
        .agreed(
            Agreement(secret: fernetKey, peer: .rsa(identities.peer)) { point in
                Keying(identities: identities, context: point.recordContext)
            })
    }

    private struct Keying: RecordKeying {
        let identities: RSAIdentities
        let context: [UInt8]

        func keys(_ secret: EpochSecret) -> EpochKeys {
            EpochKeys(
                RecordKeys([.fernetKey: secret.secret]),
                RSAFernetSignedProtection(
                    FernetCipher(key: FernetKey(secret: secret.secret)), context: context,
                    sender: identities.key(secret.direction), signer: identities.own))
        }
    }
}
