// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto
public import FernwireWire

/// Both sides hold one Fernet key, and each record is a token under it. PROTOCOL.md §6.1.
public enum FernetPSK: PresharedKeySuite {
    public static let id = SuiteID(rawValue: 0x0002)
    public static let name: StaticString = "fernet-psk"
    public static let keygenName: StaticString = "fernet"
    public static let properties = SuiteProperties(
        confidential: true, authenticatesRecords: true, peer: .keyHolder, forwardSecret: false, replayProof: true)
    static let keyLength = FernetKey.length
    public static let canRekey = false
    public static let keyLogLabels: [KeyLabel] = []
    public static let payloadLayout = Layout([.rest(.token)])
    public static let prefixLayout = Layout([.fixed(.repeatedHeader, Wire.headerLength)])

    public static func verdict(_ field: Field) -> Verdict {
        field == .token ? .detected(by: .tokenHMAC) : .detected(by: .headerCopy)
    }

    public static func mayBe(payload: RawSpan) -> Bool {
        TokenText.mayBe(payload)
    }

    public static func token(inRecord frame: RawSpan) -> Range<Int>? {
        frame.byteCount > Wire.headerLength ? Wire.headerLength..<frame.byteCount : nil
    }

    public static func looseProtection(_ cipher: FernetCipher) -> RecordProtection? {
        FernetPSKProtection(cipher)
    }

    public static func recordKeys(
        _ secret: SecretBytes, _ schedule: KeySchedule, _ direction: Direction, epoch: UInt32
    ) -> RecordKeys {
        RecordKeys([.fernetKey: secret])
    }

    /// The key is the session's secret itself, so that all its sessions have one cipher.
    public static func protection(
        _ direction: Direction, _ keys: RecordKeys, _ secret: SecretBytes?, _ facts: SessionFacts, _ ring: KeyRing
    ) -> RecordProtection? {
        guard let known = secret.flatMap({ ring.candidate($0) }) else { return keys.isEmpty ? nil : protection(keys) }
        return FernetPSKProtection(known.cipher)
    }

    public static func protection(_ keys: RecordKeys) -> RecordProtection? {
        keys[.fernetKey].map { FernetPSKProtection(FernetCipher(key: FernetKey(secret: $0))) }
    }
}

private final class FernetPSKProtection: RecordProtection {
    private let cipher: FernetCipher

    init(_ cipher: FernetCipher) {
        self.cipher = cipher
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
