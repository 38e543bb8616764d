// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

/// Either side's part: a fresh exponent and a fresh key pair, as toys go. The client sends both before the server does.
struct ToyDH16Endpoint: SuiteEndpoint {
    func start(as role: Direction, with credentials: Credentials) -> SuiteStart? {
        { _ in
            let own = Own(role: role)
            return switch role {
            case .fromClient: own.show { own.takePeer { own.agreement($0) } }
            case .fromServer: own.takePeer { peer in own.show { own.agreement(peer) } }
            }
        }
    }

    /// What the peer showed.
    private struct Peer {
        let agreed: UInt16
        let key: ToyRSAPublicKey
    }

    /// What this side made for the session.
    private struct Own {
        let role: Direction
        let share = ToyDH()
        let signer = ToyRSAPrivateKey()

        func show(then next: @escaping () -> ExchangeStep) -> ExchangeStep {
            var value: [UInt8] = []
            value.append(UInt64(share.publicValue), width: 2)
            return .send(KeyShare(kind: .toyDH16, share: value).encoded()) { _ in
                var key: [UInt8] = []
                key.append(UInt64(signer.publicKey.exponent), width: 2)
                key.append(UInt64(signer.publicKey.modulus), width: 4)
                return .send(PublicKey(kind: .toyRSA, key: key).encoded()) { _ in next() }
            }
        }

        func takePeer(then next: @escaping (Peer) -> ExchangeStep) -> ExchangeStep {
            .receive { (payload, _) throws(SessionError) in
                let message = try KeyShare(received: payload.rawSpan)
                guard let value = message.toyPublicValue else { throw SessionError(.badKey) }
                let agreed = share.agree(with: value)
                return .receive { (payload, _) throws(SessionError) in
                    let message = try PublicKey(received: payload.rawSpan)
                    guard let key = message.toyKey else { throw SessionError(.badKey) }
                    return next(Peer(agreed: agreed, key: key))
                }
            }
        }

        func agreement(_ peer: Peer) -> ExchangeStep {
            .agreed(
                Agreement(secret: ToyDH16Observer.secret(peer.agreed)) { _ in
                    Keying(own: self, peer: peer)
                })
        }
    }

    private struct Keying: RecordKeying {
        let own: Own
        let peer: Peer

        func keys(_ secret: EpochSecret) -> EpochKeys {
            let sender = secret.direction == own.role ? own.signer.publicKey : peer.key
            return EpochKeys(
                RecordKeys(), ToyDH16Protection(key: peer.agreed, sender: sender, signer: own.signer))
        }
    }
}
