// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import FernwireWire

// Someone on the way changes a step's record, or the sender's clock is wrong when it makes one.
extension Fault {
    public static let flippedBit = Fault(
        name: "flipped-bit", summary: "A bit of a record is flipped on its way", suite: "aes256-gcm-psk",
        symptom: .appears("fernwire.expert.record_mac_failed"),
        effect: .step(.init(change: { record throws(Failure) in try record.flipBit() }, takesField: true)))

    public static let badPadding = Fault(
        name: "bad-padding", summary: "A ciphertext is changed, and where no MAC tells, the padding may",
        suite: "aes128-cbc-psk-nomac", symptom: .appears("fernwire.expert.padding_failed"),
        // The byte under the last one of the padding, a block before it.
        effect: .step(.init(change: { record in record.bytes[record.bytes.count - 17] ^= 0x80 })),
        needs: { $0.hasField([.token, .recordIV]) })

    public static let oversizedLength = Fault(
        name: "oversized-length", summary: "A header claims more bytes than any frame may have", suite: "fernet-psk",
        symptom: .appears("fernwire.expert.oversized"),
        effect: .step(
            .init(change: { record in record.changeHeader { $0.length = UInt32(Wire.maximumPayload) * 16 } })))

    public static let unknownType = Fault(
        name: "unknown-type", summary: "A frame is of a type that nobody knows", suite: "fernet-psk",
        symptom: .appears("fernwire.expert.unknown_type"),
        effect: .step(.init(change: { record in record.changeHeader { $0.type = 0x7F } })))

    public static let unknownVersion = Fault(
        name: "unknown-version", summary: "A frame is of a version that nobody speaks", suite: "fernet-psk",
        symptom: .appears("fernwire.expert.skipped"),
        effect: .step(.init(change: { record in record.changeHeader { $0.version = Wire.version + 1 } })))

    public static let replayedRecord = Fault(
        name: "replayed-record", summary: "A record is sent again by someone on the way", suite: "fernet-psk",
        symptom: .appears("fernwire.expert.replayed"), effect: .step(.init(delivery: .replayed)))

    public static let expiredToken = Fault(
        name: "expired-token", summary: "A token is two hours old when it is sent", suite: "fernet-psk",
        symptom: .appears("fernwire.expert.expired"), effect: .step(.init(clockError: -7200)),
        needs: { $0.hasField([.token]) })

    public static let futureToken = Fault(
        name: "future-token", summary: "A token is from the future: a clock is two hours fast", suite: "fernet-psk",
        symptom: .appears("fernwire.expert.timestamp_far"), effect: .step(.init(clockError: 7200)),
        needs: { $0.hasField([.token]) })
}

extension CipherSuite {
    /// Whether the payload of a record has one of `fields`.
    fileprivate func hasField(_ fields: [Field]) -> Bool {
        payloadLayout.parts.contains { fields.contains($0.field) }
    }
}
