// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

/// Verifies every record, and opens those for whose receiver the ring has a private key.
struct RSASealedObserver: SuiteObserver {
    let openingKey = OpeningKey.privateKey

    func keyFlight(opening direction: Direction) -> Int? { RSAIdentityExchange.flight(of: direction.opposite) }

    func verify(
        finished data: [UInt8], of direction: Direction, at point: TranscriptPoint, in handshake: ObservedHandshake
    ) -> Bool? {
        guard let key = handshake.rsaIdentity(direction) else { return nil }
        let message = point.signedVerifyData(of: direction)
        return key.verify(data.rawSpan, of: message.rawSpan)
    }

    func recordKeys(_ secret: EpochSecret) -> RecordKeys { RecordKeys() }
    func protection(_ keys: RecordKeys) -> RecordProtection? { nil }

    func protection(
        _ keys: RecordKeys, direction: Direction, secret: SecretBytes?, handshake: ObservedHandshake, ring: KeyRing
    ) -> RecordProtection? {
        guard let point = handshake.point(beforeFinished: .fromServer), let sender = handshake.rsaIdentity(direction),
            let receiver = handshake.rsaIdentity(direction.opposite)
        else { return nil }
        return RSASealedProtection(
            context: point.recordContext, sender: sender, receiver: receiver, opener: ring.privateKey(of: receiver.der))
    }
}
