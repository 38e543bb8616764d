// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

/// Shows its key and takes the peer's. Nothing is shared: signatures stand in the place of a secret.
struct RSASealedEndpoint: SuiteEndpoint {
    func start(as role: Direction, with credentials: Credentials) -> SuiteStart? {
        guard let exchange = RSAIdentityExchange(role, credentials) else { return nil }
        return { _ in
            exchange.exchange { identities, _ in
                .agreed(
                    Agreement(
                        secret: .random(count: 0), peer: .rsa(identities.peer),
                        finished: SignedFinished(identities: identities)
                    ) { point in
                        Keying(identities: identities, context: point.recordContext)
                    })
            }
        }
    }

    private struct SignedFinished: FinishedProof {
        let identities: RSAIdentities

        func verifyData(of direction: Direction, at point: TranscriptPoint) -> [UInt8] {
            let message = point.signedVerifyData(of: direction)
            return identities.own.sign(message.rawSpan)
        }

        func verify(_ data: [UInt8], of direction: Direction, at point: TranscriptPoint) -> Bool {
            let message = point.signedVerifyData(of: direction)
            return identities.key(direction).verify(data.rawSpan, of: message.rawSpan)
        }
    }

    private struct Keying: RecordKeying {
        let identities: RSAIdentities
        let context: [UInt8]

        func keys(_ secret: EpochSecret) -> EpochKeys {
            let direction = secret.direction
            return EpochKeys(
                RecordKeys(),
                RSASealedProtection(
                    context: context, sender: identities.key(direction), receiver: identities.key(direction.opposite),
                    signer: identities.own, opener: identities.own))
        }
    }
}
