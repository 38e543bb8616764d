// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

/// Finds the key by trying, where the ring allows it.
struct ToyDH16Observer: SuiteObserver {
    let openingKey = OpeningKey.bruteForce

    /// Returns the secret that a brute force finds; `nil` where the ring does not allow it.
    func sessionSecret(_ handshake: ObservedHandshake, keys: KeyRing) throws(KeyMismatch) -> SecretBytes? {
        guard keys.allowsBruteForce, let agreed = bruteForce(handshake)?.exponent?.agreed else { return nil }
        return Self.secret(agreed)
    }

    /// Returns the session's secret for the number that both sides agreed on.
    static func secret(_ agreed: UInt16) -> SecretBytes {
        let bytes = [UInt8(agreed >> 8), UInt8(agreed & 0xFF)]
        return SecretBytes(copying: bytes.rawSpan)
    }

    func bruteForce(_ handshake: ObservedHandshake) -> BruteForce? {
        guard let client = publicValue(.fromClient, handshake), let server = publicValue(.fromServer, handshake) else {
            return nil
        }
        let moduli = Direction.allCases.map { publicKey($0, handshake)?.modulus }
        return BruteForce(values: [client, server], moduli: moduli)
    }

    func recordKeys(_ secret: EpochSecret) -> RecordKeys { RecordKeys() }
    func protection(_ keys: RecordKeys) -> RecordProtection? { nil }

    func protection(
        _ keys: RecordKeys, direction: Direction, secret: SecretBytes?, handshake: ObservedHandshake, ring: KeyRing
    ) -> RecordProtection? {
        guard let secret, let sender = publicKey(direction, handshake) else { return nil }
        return ToyDH16Protection(key: UInt16(secret.bytes.integer(at: 0, width: 2)), sender: sender)
    }

    private func publicValue(_ direction: Direction, _ handshake: ObservedHandshake) -> UInt16? {
        handshake.payload(flight: direction == .fromClient ? 0 : 2).flatMap { payload in
            (try? KeyShare(decoding: payload.rawSpan))?.toyPublicValue
        }
    }

    private func publicKey(_ direction: Direction, _ handshake: ObservedHandshake) -> ToyRSAPublicKey? {
        handshake.payload(flight: direction == .fromClient ? 1 : 3).flatMap { payload in
            (try? PublicKey(decoding: payload.rawSpan))?.toyKey
        }
    }
}
