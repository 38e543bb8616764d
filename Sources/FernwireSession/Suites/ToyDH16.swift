// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto
public import FernwireWire

/// Diffie-Hellman of 16 bits, RSA signatures of 9-bit primes, a toy cipher: to be broken. PROTOCOL.md §6.10.
public enum ToyDH16: CipherSuite {
    public static let id = SuiteID(rawValue: 0x0008)
    public static let name: StaticString = "toy-dh16"
    public static let keygenName: StaticString = ""
    public static let properties = SuiteProperties(
        confidential: false, authenticatesRecords: false, peer: .anyone, forwardSecret: false, replayProof: false)
    public static let warning: StaticString? = "is a toy: whoever listens finds its key in less than a millisecond"
    public static let flights = [
        Flight(.fromClient, .keyShare), Flight(.fromClient, .publicKey), Flight(.fromServer, .keyShare),
        Flight(.fromServer, .publicKey),
    ]
    public static let canRekey = false
    public static let keyLogLabels: [KeyLabel] = []
    public static let payloadLayout = Layout([
        .value(.plaintextLength), .allBut(ToyRSAPublicKey.signatureLength, .ciphertext),
        .fixed(.signature, ToyRSAPublicKey.signatureLength),
    ])

    public static func verdict(_ field: Field) -> Verdict {
        switch field {
        case .signature: .detected(by: .signature)
        case .ciphertext: .undetected(because: "the hash that is signed covers the last three bytes and a bit")
        case .plaintextLength: .undetected(because: "it is not signed; a length that cannot be is noticed")
        default: .undetected(because: "nothing covers the header")
        }
    }

    public static func mayBe(payload: RawSpan) -> Bool { false }

    public static func isUsable(by direction: Direction, with credentials: Credentials) -> Bool { true }

    public static func makeExchange(by direction: Direction, with credentials: Credentials) -> any SuiteExchange {
        ToyDH16Exchange(role: direction)
    }

    /// What breaking the handshake gives, when it is allowed.
    public static func sessionSecret(_ facts: SessionFacts, _ keys: KeyRing) throws(KeyMismatch) -> SecretBytes? {
        guard keys.breaksToys, let agreed = breaking(facts)?.exponent?.agreed else { return nil }
        return secret(agreed)
    }

    static func secret(_ agreed: UInt16) -> SecretBytes {
        let bytes = [UInt8(agreed >> 8), UInt8(agreed & 0xFF)]
        return SecretBytes(copying: bytes.rawSpan)
    }

    public static func recordKeys(
        _ secret: SecretBytes, _ schedule: KeySchedule, _ direction: Direction, epoch: UInt32
    ) -> RecordKeys { RecordKeys() }

    public static func protection(_ keys: RecordKeys) -> RecordProtection? { nil }

    public static func protection(
        _ direction: Direction, _ keys: RecordKeys, _ secret: SecretBytes?, _ facts: SessionFacts, _ ring: KeyRing
    ) -> RecordProtection? {
        guard let secret, let sender = publicKey(direction, facts) else { return nil }
        return ToyDH16Protection(key: UInt16(secret.bytes.integer(at: 0, width: 2)), sender: sender)
    }

    public static func breaking(_ facts: SessionFacts) -> ToyHandshakeBreaking? {
        guard let client = publicValue(.fromClient, facts), let server = publicValue(.fromServer, facts) else {
            return nil
        }
        let moduli = Direction.allCases.map { publicKey($0, facts)?.modulus }
        return ToyHandshakeBreaking(values: [client, server], moduli: moduli)
    }

    // MARK: What the flights say

    static func publicValue(_ direction: Direction, _ facts: SessionFacts) -> UInt16? {
        facts.payload(flight: direction == .fromClient ? 0 : 2, of: flights).flatMap { payload in
            (try? KeyShare(decoding: payload.rawSpan)).flatMap { publicValue($0) }
        }
    }

    static func publicKey(_ direction: Direction, _ facts: SessionFacts) -> ToyRSAPublicKey? {
        facts.payload(flight: direction == .fromClient ? 1 : 3, of: flights).flatMap { payload in
            (try? PublicKey(decoding: payload.rawSpan)).flatMap { publicKey($0) }
        }
    }

    static func publicValue(_ message: KeyShare) -> UInt16? {
        guard message.kind == ShareKind.toyDH16.rawValue, message.share.count == 2 else { return nil }
        let value = UInt16(message.share.rawSpan.integer(at: 0, width: 2))
        return ToyDH.isAcceptable(value) ? value : nil
    }

    static func publicKey(_ message: PublicKey) -> ToyRSAPublicKey? {
        guard message.kind == KeyKind.toyRSA.rawValue, message.key.count == 6 else { return nil }
        let numbers = message.key.rawSpan
        return ToyRSAPublicKey(
            exponent: UInt16(numbers.integer(at: 0, width: 2)), modulus: UInt32(numbers.integer(at: 2, width: 4)))
    }
}
