// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto
public import FernwireWire

/// Both sides hold one Fernet key, and each record is a token under it. PROTOCOL.md §6.1.
public enum FernetPSK: CipherSuite {
    public static let id = SuiteID(rawValue: 0x0002)
    public static let name: StaticString = "fernet-psk"
    public static let flights: [Flight] = []
    public static let canRekey = false
    public static let keyLogLabels: [KeyLabel] = []
    public static let payloadLayout = Layout([.rest(.token)])
    public static let prefixLayout = Layout([.fixed(.repeatedHeader, Wire.headerLength)])

    public static func mayBe(payload: RawSpan) -> Bool {
        TokenText.mayBe(payload)
    }

    public static func isUsable(by direction: Direction, with credentials: Credentials) -> Bool {
        credentials.presharedKey != nil
    }

    public static func selectKeyID(_ hello: ClientHello, _ credentials: Credentials) throws(SessionError) -> [UInt8] {
        guard let id = credentials.presharedKey?.id, !id.isEmpty, !hello.keyIDs.isEmpty else { return [] }
        guard hello.keyIDs.contains(id) else { throw SessionError(.unknownKey) }
        return id
    }

    public static func makeExchange(by direction: Direction, with credentials: Credentials) -> any SuiteExchange {
        guard let key = credentials.presharedKey?.key else { preconditionFailure("the suite is not usable") }
        return Exchange(key: key)
    }

    public static func sessionSecret(_ facts: SessionFacts, _ keys: KeyRing) throws(KeyMismatch) -> SecretBytes? {
        guard !keys.fernetKeys.isEmpty, let schedule = facts.schedule,
            let finished = facts.finished(.fromClient, flights),
            let hash = facts.transcriptHash(before: .fromClient, flights)
        else { return nil }
        let key = keys.fernetKeys.first {
            schedule.verifyData($0.secret, .fromClient, transcriptHash: hash) == finished
        }
        guard let key else { throw .noPresharedKey }
        return key.secret
    }

    public static func looseKeys(_ keys: KeyRing) -> [RecordKeys] {
        keys.fernetKeys.map { RecordKeys([.fernetKey: $0.secret]) }
    }

    public static func recordKeys(
        _ secret: SecretBytes, _ schedule: KeySchedule, _ direction: Direction, epoch: UInt32
    ) -> RecordKeys {
        RecordKeys([.fernetKey: secret])
    }

    public static func protection(_ keys: RecordKeys) -> RecordProtection? {
        guard let key = keys[.fernetKey] else { return nil }
        return Protection(key: FernetKey(secret: key))
    }

    private struct Exchange: SuiteExchange {
        let key: FernetKey

        func sessionSecret() -> SecretBytes { key.secret }
    }

    private final class Protection: RecordProtection {
        private let cipher: FernetCipher

        init(key: FernetKey) {
            cipher = FernetCipher(key: key)
        }

        override func payloadLength(plaintext count: Int) -> Int {
            FernetCipher.tokenLength(plaintext: Wire.headerLength + count)
        }

        override func seal(_ plaintext: [UInt8], timestamp: UInt64, onto frame: inout [UInt8]) {
            // A token takes no associated data, so the header is repeated inside.
            let content = frame[..<Wire.headerLength] + plaintext
            cipher.seal(Array(content).rawSpan, timestamp: timestamp, into: &frame)
        }

        override func unseal(_ frame: RawSpan, into plaintext: inout [UInt8]) throws(RecordFailure) -> Assurance {
            do {
                try cipher.open(frame.extracting(Wire.headerLength..<frame.byteCount), into: &plaintext)
            } catch {
                throw .token(error)
            }
            let header = frame.extracting(0..<Wire.headerLength)
            let isRepeated =
                plaintext.count >= Wire.headerLength
                && header.isEqual(to: plaintext.rawSpan.extracting(0..<Wire.headerLength))
            guard isRepeated else {
                wipe(&plaintext)
                throw .repeatedHeader
            }
            return .verified
        }
    }
}
