// SPDX-License-Identifier: Apache-2.0
import DissectorTesting
import Testing

/// A packet that breaks one rule, and the note that says so.
struct Malformation: Sendable {
    let note: String
    let bytes: [UInt8]

    init(_ note: String, _ bytes: [UInt8]) {
        self.note = note
        self.bytes = bytes
    }

    static let all = [
        Malformation("bad_flags", Packet.make(0x40 | 1, Packet.number(1))),
        Malformation("bad_flags", Packet.make(0x80, Packet.number(1) + Packet.text("a") + [0])),
        Malformation("cut", Packet.make(0x30, [0, 9, 0x61])),
        Malformation("cut", Packet.make(0x40, [1])),
        Malformation("bad_qos", Packet.publish("a", "", id: 1, flags: 0x06)),
        Malformation("bad_qos", Packet.make(0x82, Packet.number(1) + Packet.text("a") + [3])),
        Malformation("dup_qos0", Packet.publish("a", "b", flags: 0x08)),
        Malformation("no_id", Packet.publish("a", "b", id: 0, flags: 0x02)),
        Malformation("bad_text", Packet.make(0x30, Packet.data([0x61, 0xC3]))),
        Malformation("wildcard", Packet.publish("a/#", "b")),
        Malformation("no_topic", Packet.make(0x82, Packet.number(1))),
        Malformation("bad_connect_flags", Packet.connect(flags: 0x03, Packet.text("c"))),
        Malformation("bad_connect_flags", Packet.connect(flags: 0x42, Packet.text("c") + Packet.text("p"))),
        Malformation("bad_code", Packet.make(0x20, [0, 9])),
        Malformation("refused", Packet.make(0x20, [0, 5])),
        Malformation("refused", Packet.make(0x90, Packet.number(1) + [0x80])),
    ]

    /// Those of which Wireshark's dissector shows other fields, or none.
    static let others = [
        Malformation("bad_length", [0x30, 0xFF, 0xFF, 0xFF, 0xFF, 1, 0, 1, 0x61]),
        Malformation("bad_type", Packet.make(0xF0, [1])),
        Malformation("bad_type", Packet.make(0x00)),
        Malformation("trailing", Packet.make(0xC0, [1])),
        Malformation("trailing", Packet.make(0x40, Packet.number(1) + [0])),
        Malformation("bad_name", Packet.connect(name: "MQXX", Packet.text("c"))),
        Malformation("other_version", Packet.connect(level: 5, [0] + Packet.text("c"))),
        Malformation("no_topic", Packet.publish("", "b")),
        Malformation("bad_text", Packet.make(0x30, Packet.data([0x61, 0]))),
    ]
}

@Suite struct MalformedTests {
    let workbench: Workbench

    init() throws {
        workbench = try Workbench()
    }

    private func notes(_ packets: [[UInt8]], snapLength: Int = 262_144) async throws -> [String] {
        var capture = CaptureFile(serverPort: 1883)
        capture.snapLength = snapLength
        for packet in packets { capture.segment(.client, packet) }
        let tree = try await workbench.tree(of: capture, filter: "fwmqtt", ComparisonTests.ours)
        return tree.matches(of: /\[Expert Info.*\((\w+\/\w+)\): (.*)\]/).map { String($0.2) }
    }

    @Test("A packet that breaks a rule has the note of that rule, and no other packet has it")
    func note() async throws {
        let all = Malformation.all + Malformation.others
        var capture = CaptureFile(serverPort: 1883)
        for (index, malformation) in all.enumerated() {
            var connection = CaptureFile(clientPort: 50_000 + UInt16(index), serverPort: 1883)
            connection.segment(.client, malformation.bytes)
            capture.append(connection)
        }
        let frames = try await workbench.json(of: capture, filter: "fwmqtt", ComparisonTests.ours)
        #expect(frames.count == all.count)
        for (frame, malformation) in zip(frames, all) {
            let text = String(describing: frame)
            let notes = text.matches(of: /fwmqtt\.expert\.(\w+)/).map { String($0.1) }
            #expect(Set(notes) == [malformation.note], "\(malformation.bytes)")
        }
    }

    @Test("A session without a fault has no note but the one refused subscription")
    func none() async throws {
        #expect(try await notes(Packet.session.map(\.bytes)) == ["The server refuses what was asked for"])
    }

    @Test("A packet that the capture cut is not malformed")
    func cutByTheCapture() async throws {
        let bytes = Packet.publish("sensors/17/temperature", "21.5")
        #expect(try await notes([bytes], snapLength: CaptureFile.headersLength + 10).isEmpty)
        #expect(try await notes([Packet.make(0x30, [0, 9, 0x61])]) == ["The packet ends inside a field"])
    }

    @Test("The Info column names type, identifier and topic of each packet")
    func info() async throws {
        var capture = CaptureFile(serverPort: 1883)
        capture.segment(.client, Packet.publish("a/b", "x", id: 7, flags: 2) + Packet.make(0xC0))
        capture.segment(.client, Packet.connect(Packet.text("me")))
        #expect(
            try await workbench.info(of: capture, filter: "fwmqtt", ComparisonTests.ours) == [
                "PUBLISH 7 a/b, PINGREQ", "CONNECT me",
            ])
    }

    @Test("After a CONNECT of MQTT 5 only the fixed header is shown")
    func otherVersion() async throws {
        var capture = CaptureFile(serverPort: 1883)
        capture.segment(.client, Packet.publish("before", "x"))
        capture.segment(.client, Packet.connect(level: 5, [0] + Packet.text("c")))
        capture.segment(.client, Packet.publish("after", "x"))
        for passes in [[], ["-2"]] {
            let rows = try await workbench.fields(
                ["fwmqtt.type", "fwmqtt.topic"], of: capture, filter: "fwmqtt", ComparisonTests.ours + passes)
            #expect(rows == [["3", "before"], ["1", ""], ["3", ""]])
        }
    }
}
