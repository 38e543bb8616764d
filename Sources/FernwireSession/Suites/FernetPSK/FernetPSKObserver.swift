// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

struct FernetPSKObserver: PresharedKeyObserver {
    let keyLength = FernetKey.length
    let records = FernetPSKRecords()

    func mayBe(payload: RawSpan) -> Bool { FernetToken.mayBe(payload) }

    func token(inRecord frame: RawSpan) -> Range<Int>? {
        frame.byteCount > Wire.headerLength ? Wire.headerLength..<frame.byteCount : nil
    }

    func protection(byCandidate cipher: FernetCipher) -> RecordProtection? { FernetPSKProtection(cipher) }

    /// The key is the session's secret itself, so that all its sessions have one cipher.
    func protection(
        _ keys: RecordKeys, direction: Direction, secret: SecretBytes?, handshake: ObservedHandshake, ring: KeyRing
    ) -> RecordProtection? {
        guard let known = secret.flatMap({ ring.candidate($0) }) else { return protection(keys) }
        return FernetPSKProtection(known.cipher)
    }
}
