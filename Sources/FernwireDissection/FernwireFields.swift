// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireSession
import FernwireWire
import WireSchema

// The fields of the specification, and those that the dissector concludes and that are not on the wire.

extension Field {
    /// All fields that plans name.
    static let fernwire: [Field] =
        (specified + [
            .protectedFlag, .reservedFlags, .payload, .skipped, .decrypted, .inTheClear, .macStatus, .finishedStatus,
            .signatureStatus, .broken, .brokenExponent, .brokenSecret, .brokenFactor, .stream, .session, .ownSessionID,
            .sessionSuite, .keysIn, .firstRecordIn, .message, .messageText, .messageRecords, .firstPartIn, .completedIn,
            .keySource, .closedBecause, .keysKnown, .timeDelta, .requestIn, .replyIn, .responseTime, .plaintext,
        ]).unique

    /// The fields that layouts have: of the header, of all messages, of all records.
    private static var specified: [Field] {
        let messages = MessageDeclaration.all.flatMap { [$0.heading] + ($0.message?.fields ?? []) }
        let contents = ContentType.allCases.flatMap { RecordPlaintext.contentLayout($0, .whole).fields }
        let suites = SuiteRegistry.standard.suites.flatMap { $0.payloadLayout.fields + $0.prefixLayout.fields }
        return FrameHeader.layout.fields + messages + RecordPlaintext.prefixLayout.fields + contents
            + Token.layout.fields + suites
    }

    /// The names of suites, and the values that mean nothing. PROTOCOL.md §3.11.
    static let suiteNames = ValueNames(
        SuiteRegistry.standard.suites.map { (UInt64($0.id.rawValue), PermanentText($0.name)) }
            + GREASE.values.map { (UInt64($0), "GREASE") })

    // MARK: Flags of the header

    static let protectedFlag = Field(
        "fernwire.flags.protected", "Protected", kind: .boolean().masked(0x01),
        summary: "The payload is protected by the suite")
    static let reservedFlags = Field(
        "fernwire.flags.reserved", "Reserved", kind: .boolean().masked(0xFE), summary: "Sent as 0")

    // MARK: Payloads

    static let payload = Field(
        "fernwire.payload", "Payload", kind: .bytes, summary: "A payload whose form is not known")
    static let skipped = Field(
        "fernwire.skipped", "Skipped bytes", kind: .bytes, summary: "Bytes that belong to no frame")
    static let inTheClear = Field(
        "fernwire.record.in_the_clear", "Record plaintext", kind: .heading,
        summary: "What the record says, in the clear")
    static let decrypted = Field(
        "fernwire.record.decrypted", "Decrypted", kind: .heading, summary: "What the record protects")
    static let plaintext = Field(
        "fernwire.record.plaintext", "Plaintext", kind: .text, summary: "The message's bytes as text")

    // MARK: Checks

    static let macStatus = Field(
        "fernwire.record.mac_status", "MAC status", kind: .text, summary: "verified, failed, unchecked or truncated")
    static let finishedStatus = Field(
        "fernwire.finished.status", "Verify data status", kind: .text, summary: "verified, failed or unchecked")
    static let signatureStatus = Field(
        "fernwire.signature_status", "Signature status", kind: .text, summary: "verified or failed")
    static let keySource = Field(
        "fernwire.record.key_source", "Opened with", kind: .text,
        summary: "Which of the keys at hand opened the record, and where it stands")

    static let closedBecause = Field(
        "fernwire.record.closed_because", "Closed because", kind: .text,
        summary: "Why the record was not opened, or could not be checked, with the keys at hand")

    // MARK: What brute force finds

    static let broken = Field(
        "fernwire.broken", "Broken", kind: .heading, summary: "What whoever listens finds out by trying")
    static let brokenExponent = Field(
        "fernwire.broken.exponent", "Private exponent", kind: .u16, summary: "Found by trying")
    static let brokenSecret = Field(
        "fernwire.broken.key", "Agreed key", kind: .u16.hexadecimal, summary: "What both sides agreed on")
    static let brokenFactor = Field(
        "fernwire.broken.factor", "Factor of N", kind: .u32, summary: "Of a side's signature key")

    // MARK: The session

    static let stream = Field(
        "fernwire.stream", "Stream index", kind: .u32,
        summary: "Number of the Fernwire connection in the capture, from 0")
    static let session = Field(
        "fernwire.session", "Session", kind: .heading, summary: "What is known of the frame's session by now")
    static let ownSessionID = Field(
        "fernwire.session.id", "Session id", kind: .u64.hexadecimal,
        summary: "Of the session, also where the header does not say it yet")
    static let sessionSuite = Field(
        "fernwire.session.suite", "Suite", kind: .u16.hexadecimal.named(suiteNames),
        summary: "The cipher suite of the session")
    static let keysKnown = Field(
        "fernwire.session.keys_known", "Keys known", kind: .boolean(),
        summary: "Whether the keys at hand open the record, which is protected")
    static let keysIn = Field(
        "fernwire.session.keys_in", "Keys in frame", kind: .frame(),
        summary: "The frame that carried the keys, in suites in which one does")
    static let firstRecordIn = Field(
        "fernwire.session.first_record_in", "First record in frame", kind: .frame(),
        summary: "The first record under the keys of this frame")

    // MARK: Messages of several records

    static let message = Field(
        "fernwire.message", "Message", kind: .heading, summary: "A message of several records, put together")
    static let messageText = Field(
        "fernwire.message.text", "Text", kind: .text, summary: "A message of several records as text")
    static let messageRecords = Field(
        "fernwire.message.records", "Records", kind: .u32, summary: "Records that the message came in")
    static let firstPartIn = Field(
        "fernwire.message.first_in", "First record in frame", kind: .frame(), summary: "Where the message begins")
    static let completedIn = Field(
        "fernwire.message.completed_in", "Message complete in frame", kind: .frame(),
        summary: "Where the message, of which this is a part, is put together")

    // MARK: Other frames

    static let timeDelta = Field(
        "fernwire.record.time_delta", "Time since previous record", kind: .duration,
        summary: "Of the session, in either direction")
    static let requestIn = Field(
        "fernwire.request_in", "Request in frame", kind: .frame(.request),
        summary: "First record of the message that this one answers")
    static let replyIn = Field(
        "fernwire.reply_in", "Reply in frame", kind: .frame(.response),
        summary: "First record of the first message that answers this one")
    static let responseTime = Field(
        "fernwire.response_time", "Response time", kind: .duration,
        summary: "From the first record of the request to the first of the reply")
}

extension Message {
    fileprivate static var fields: [Field] { schema.layout.fields }
}
