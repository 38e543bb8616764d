// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

/// Verifies every record of a handshake that it saw; opens them with the server's private key, or with a Fernet key
/// alone.
struct RSAFernetSignedObserver: SuiteObserver {
    let openingKey = OpeningKey.privateKey
    private static let (wrapFlight, signatureFlight) = (2, 3)

    func mayBe(payload: RawSpan) -> Bool {
        guard payload.byteCount > 2 else { return false }
        let end = 2 + Int(payload.integer(at: 0, width: 2))
        let isSigned = (RSAPublicKey.bits.lowerBound / 8...RSAPublicKey.bits.upperBound / 8)
            .contains(payload.byteCount - end)
        return isSigned && FernetToken.mayBe(payload.extracting(2..<end))
    }

    func token(inRecord frame: RawSpan) -> Range<Int>? { RSAFernetSignedProtection.token(frame) }

    func protection(byCandidate cipher: FernetCipher) -> RecordProtection? {
        RSAFernetSignedProtection(cipher, context: [], sender: nil)
    }

    func sessionSecret(_ handshake: ObservedHandshake, keys: KeyRing) throws(KeyMismatch) -> SecretBytes? {
        guard !keys.rsaKeys.isEmpty, let server = handshake.rsaIdentity(.fromServer),
            let sent = handshake.payload(flight: Self.wrapFlight), let wrap = try? KeyWrap(decoding: sent.rawSpan)
        else { return nil }
        guard let key = keys.privateKey(of: server.der) else { throw .noPrivateKey }
        guard let secret = RSAFernetSignedSecret.unwrap(wrap, with: key) else { throw .unwrapFailed }
        return secret
    }

    func keyFlight(opening direction: Direction) -> Int? { RSAIdentityExchange.flight(of: .fromServer) }

    func verify(flight index: Int, content: [UInt8], in handshake: ObservedHandshake) -> Bool? {
        guard index == Self.signatureFlight, let server = handshake.rsaIdentity(.fromServer),
            let point = handshake.point(beforeFlight: index), let client = handshake.rsaIdentity(.fromClient)
        else { return nil }
        let message = point.rsaFernetSignedContent(server: server)
        return client.verify(content.rawSpan, of: message.rawSpan)
    }

    func recordKeys(_ secret: EpochSecret) -> RecordKeys { RecordKeys([.fernetKey: secret.secret]) }

    func protection(_ keys: RecordKeys) -> RecordProtection? {
        cipher(keys).flatMap { protection(byCandidate: $0) }
    }

    func protection(
        _ keys: RecordKeys, direction: Direction, secret: SecretBytes?, handshake: ObservedHandshake, ring: KeyRing
    ) -> RecordProtection? {
        guard let point = handshake.point(beforeFinished: .fromServer), let sender = handshake.rsaIdentity(direction)
        else { return protection(keys) }
        return RSAFernetSignedProtection(cipher(keys), context: point.recordContext, sender: sender)
    }

    private func cipher(_ keys: RecordKeys) -> FernetCipher? {
        keys[.fernetKey].map { FernetCipher(key: FernetKey(secret: $0)) }
    }
}
