// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

/// Opens a session with the client's private key, with a key log, or its tokens with a Fernet key alone.
struct RSAFernetHMACObserver: DerivedRecordsObserver {
    let records = RSAFernetHMACRecords()
    let openingKey = OpeningKey.privateKey

    func mayBe(payload: RawSpan) -> Bool {
        guard payload.byteCount > HMAC.length, !FernetToken.mayBe(payload) else { return false }
        return FernetToken.mayBe(payload.extracting(0..<payload.byteCount - HMAC.length))
    }

    func token(inRecord frame: RawSpan) -> Range<Int>? {
        let end = frame.byteCount - HMAC.length
        return end > Wire.headerLength ? Wire.headerLength..<end : nil
    }

    func protection(byCandidate cipher: FernetCipher) -> RecordProtection? {
        RSAFernetHMACProtection(cipher, macKey: nil)
    }

    func sessionSecret(_ handshake: ObservedHandshake, keys: KeyRing) throws(KeyMismatch) -> SecretBytes? {
        guard !keys.rsaKeys.isEmpty, let offered = handshake.payload(flight: 0),
            let sent = handshake.payload(flight: 1), let publicKey = try? PublicKey(decoding: offered.rawSpan),
            let wrap = try? KeyWrap(decoding: sent.rawSpan)
        else { return nil }
        guard let key = keys.privateKey(of: publicKey.key) else { throw .noPrivateKey }
        guard let secret = RSAFernetHMACSecrets.unwrap(wrap, with: key) else { throw .unwrapFailed }
        return secret
    }

    func keyFlight(opening direction: Direction) -> Int? { 0 }
}
