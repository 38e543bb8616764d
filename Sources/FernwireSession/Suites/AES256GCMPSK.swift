// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto
public import FernwireWire

/// Both sides hold a key of 32 bytes, from which each direction and epoch derives its AES-256-GCM key.
/// PROTOCOL.md §6.3.
public enum AES256GCMPSK: PresharedKeySuite {
    public static let id = SuiteID(rawValue: 0x0009)
    public static let name: StaticString = "aes256-gcm-psk"
    public static let keygenName: StaticString = "aes256"
    public static let properties = SuiteProperties(
        confidential: true, authenticatesRecords: true, peer: .keyHolder, forwardSecret: false, replayProof: true)
    static let keyLength = 32
    public static let canRekey = true
    public static let keyLogLabels: [KeyLabel] = [.aes256Key, .aes256IV]
    public static let payloadLayout = Layout([.allBut(AEAD.tagLength, .ciphertext), .fixed(.tag, AEAD.tagLength)])

    public static func verdict(_ field: Field) -> Verdict {
        .detected(by: .tag)
    }

    public static func mayBe(payload: RawSpan) -> Bool { false }

    public static func recordKeys(
        _ secret: SecretBytes, _ schedule: KeySchedule, _ direction: Direction, epoch: UInt32
    ) -> RecordKeys {
        func derive(_ label: StaticString, _ length: Int) -> SecretBytes {
            schedule.derive(secret, label, direction, epoch: epoch, length: length)
        }
        return RecordKeys([
            .aes256Key: derive("record key", AEAD.keyLength), .aes256IV: derive("record iv", AEAD.nonceLength),
        ])
    }

    public static func protection(_ keys: RecordKeys) -> RecordProtection? {
        guard let key = keys[.aes256Key], let iv = keys[.aes256IV] else { return nil }
        return AES256GCMProtection(key: key, iv: iv)
    }
}

private final class AES256GCMProtection: RecordProtection {
    private let cipher: AEAD
    private let iv: SecretBytes

    init(key: SecretBytes, iv: SecretBytes) {
        cipher = AEAD(.aes256GCM, key: key)
        self.iv = iv
    }

    /// The IV, of which the last eight bytes are combined with the frame's sequence number: used once under a key.
    private func nonce(_ header: RawSpan) -> [UInt8] {
        let iv = iv
        var nonce = Array(iv.bytes)
        let sequence = FrameHeader(decoding: header).sequence
        for index in 0..<8 {
            nonce[nonce.count - 1 - index] ^= UInt8(truncatingIfNeeded: sequence >> UInt64(8 * index))
        }
        return nonce
    }

    override func payloadLength(plaintext count: Int) -> Int { count + AEAD.tagLength }

    override func seal(_ plaintext: [UInt8], timestamp: UInt64, onto frame: inout [UInt8]) {
        let header = frame
        cipher.seal(plaintext.rawSpan, nonce: nonce(header.rawSpan), associated: header, into: &frame)
    }

    override func unseal(_ frame: RawSpan, into plaintext: inout [UInt8]) throws(RecordFailure) -> Assurance {
        let header = Array(frame.extracting(0..<Wire.headerLength))
        let sealed = frame.extracting(Wire.headerLength..<frame.byteCount)
        guard sealed.byteCount >= AEAD.tagLength else {
            plaintext.removeAll()
            throw .tooShort
        }
        guard cipher.open(sealed, nonce: nonce(header.rawSpan), associated: header, into: &plaintext) else {
            throw .recordMAC
        }
        return .verified
    }
}
