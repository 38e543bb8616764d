// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

/// Either side's part: a fresh exponent and a fresh key pair, as toys go. PROTOCOL.md §6.10.
struct ToyDH16Exchange: SuiteExchange {
    let role: Direction
    private let agreement = ToyDH()
    private let signer = ToyRSAPrivateKey()
    private var agreed: UInt16 = 0
    private var peer: ToyRSAPublicKey?

    init(role: Direction) {
        self.role = role
    }

    func write(flight index: Int, _ facts: SessionFacts) throws(SessionError) -> [UInt8] {
        var bytes: [UInt8] = []
        guard ToyDH16.flights[index].type == .publicKey else {
            bytes.append(UInt64(agreement.publicValue), width: 2)
            return KeyShare(kind: .toyDH16, share: bytes).encoded()
        }
        bytes.append(UInt64(signer.publicKey.exponent), width: 2)
        bytes.append(UInt64(signer.publicKey.modulus), width: 4)
        return PublicKey(kind: .toyRSA, key: bytes).encoded()
    }

    mutating func read(flight index: Int, _ payload: [UInt8], _ facts: SessionFacts) throws(SessionError) {
        do throws(WireError) {
            if ToyDH16.flights[index].type == .publicKey {
                peer = ToyDH16.publicKey(try PublicKey(decoding: payload.rawSpan))
                if peer != nil { return }
            } else if let value = ToyDH16.publicValue(try KeyShare(decoding: payload.rawSpan)) {
                agreed = agreement.agree(with: value)
                return
            }
        } catch {
            throw SessionError(error)
        }
        throw SessionError(.badKey)
    }

    func sessionSecret(_ facts: SessionFacts) -> SecretBytes { ToyDH16.secret(agreed) }

    func protection(
        _ suite: any CipherSuite.Type, _ direction: Direction, _ keys: RecordKeys, _ facts: SessionFacts
    ) -> RecordProtection? {
        guard let sender = direction == role ? signer.publicKey : peer else { return nil }
        return ToyDH16Protection(key: agreed, sender: sender, signer: signer)
    }
}
