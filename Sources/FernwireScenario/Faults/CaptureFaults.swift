// SPDX-License-Identifier: Apache-2.0

// A session has an unusual end, or its capture lacks something.
extension Fault {
    public static let garbageAfterClose = Fault(
        name: "garbage-after-close", summary: "After the end come bytes that are no frames", suite: "fernet-psk",
        symptom: .appears("fernwire.expert.skipped"),
        effect: .session(.init(bytesAfterEnd: Array("GET / HTTP/1.1\r\nHost: door.example\r\n\r\n".utf8))))

    public static let endWithoutClose = Fault(
        name: "end-without-close",
        summary: "The connection ends and the session does not: what came may not be all that was sent",
        suite: "fernet-psk", symptom: .missing("fernwire.record.content_type == 0x12"),
        effect: .session(.init(endsSession: false)))

    public static let wrongKey = Fault(
        name: "wrong-key", summary: "The key at hand is another session's", suite: "fernet-psk",
        symptom: .appears("fernwire.expert.record_mac_failed || fernwire.expert.token_hmac_failed"),
        effect: .session(.init(keysFit: false)), needs: { !$0.keygenName.description.isEmpty })

    public static let startInTheMiddle = Fault(
        name: "start-in-the-middle", summary: "The capture begins after the handshake; the keys open what is left",
        suite: "fernet-psk", symptom: .missing("fernwire.hello.random"),
        effect: .session(.init(capturesHandshake: false)))

    public static let snaplen = Fault(
        name: "snaplen", summary: "The capture keeps 128 bytes of each packet", suite: "fernet-psk",
        symptom: .appears("fernwire.expert.record_truncated"), effect: .session(.init(snaplen: 128)))

    public static let cutCapture = Fault(
        name: "cut-capture", summary: "The capture file ends inside a packet", suite: "fernet-psk",
        symptom: .complaint("cut short in the middle of a packet"), effect: .session(.init(cutsFile: true)))
}
