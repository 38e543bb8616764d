// SPDX-License-Identifier: Apache-2.0
import DissectorTesting
import Testing

/// Wireshark's own dissector of MQTT and this one must say the same of each frame.
@Suite struct ComparisonTests {
    let workbench: Workbench

    init() throws {
        workbench = try Workbench()
    }

    /// What one of the dissectors says: of each frame the values of the fields.
    private func values(_ fields: [String], by dissector: String, of capture: CaptureFile) async throws -> [[String]] {
        try await workbench.fields(
            ["frame.number"] + fields, of: capture, filter: "frame", ["-d", "tcp.port==1883,\(dissector)"])
    }

    /// Fails for each field of each frame that the two show differently.
    private func expectTheSame(_ capture: CaptureFile, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let table = Correspondence.fields
        let theirs = try await values(table.map(\.theirs), by: "mqtt", of: capture)
        let ours = try await values(table.map(\.ours), by: "fwmqtt", of: capture)
        #expect(theirs.count == capture.packetCount && ours.count == theirs.count, sourceLocation: sourceLocation)
        #expect(ours.contains { !$0[1].isEmpty }, "no packet was dissected", sourceLocation: sourceLocation)
        for (their, our) in zip(theirs, ours) {
            for (index, pair) in table.enumerated() {
                #expect(
                    their[index + 1] == our[index + 1],
                    "frame \(their[0]): \(pair.theirs) and \(pair.ours) differ", sourceLocation: sourceLocation)
            }
        }
    }

    private func session(_ add: (inout CaptureFile, CaptureFile.Side, [UInt8]) -> Void) -> CaptureFile {
        var capture = CaptureFile(serverPort: 1883)
        capture.open()
        for (isFromClient, bytes) in Packet.session { add(&capture, isFromClient ? .client : .server, bytes) }
        return capture
    }

    @Test("All 14 types of packet have the same fields")
    func types() async throws {
        let capture = session { $0.segment($1, $2) }
        try await expectTheSame(capture)
        let types = try await workbench.fields(["fwmqtt.type"], of: capture, filter: "fwmqtt", Self.ours)
        #expect(Set(types.map { $0[0] }) == Set((1...14).map(String.init)))
    }

    @Test("Packets that are split over segments have the same fields, in the same frames")
    func split() async throws {
        let capture = session { capture, side, bytes in
            for start in stride(from: 0, to: bytes.count, by: 3) {
                capture.segment(side, Array(bytes[start..<min(start + 3, bytes.count)]))
            }
        }
        try await expectTheSame(capture)
    }

    @Test("Several packets in a segment have the same fields")
    func several() async throws {
        var capture = CaptureFile(serverPort: 1883)
        capture.segment(.client, Packet.session.filter(\.isFromClient).flatMap(\.bytes))
        capture.segment(.server, Packet.session.filter { !$0.isFromClient }.flatMap(\.bytes))
        try await expectTheSame(capture)
    }

    @Test("A message of more than 16 KiB, whose length takes three bytes, has the same fields")
    func long() async throws {
        let message = Packet.publish("a", String(repeating: "x", count: 20_000), id: 1, flags: 2)
        var capture = CaptureFile(serverPort: 1883)
        for start in stride(from: 0, to: message.count, by: 1400) {
            capture.segment(.client, Array(message[start..<min(start + 1400, message.count)]))
        }
        try await expectTheSame(capture)
    }

    @Test("Malformed packets have the same fields, as far as they go")
    func malformed() async throws {
        var capture = CaptureFile(serverPort: 1883)
        for (index, malformation) in Malformation.all.enumerated() {
            var connection = CaptureFile(clientPort: 50_000 + UInt16(index), serverPort: 1883)
            connection.segment(.client, Packet.connect(Packet.text("c")))
            connection.segment(.client, malformation.bytes)
            capture.append(connection)
        }
        try await expectTheSame(capture)
    }

    static let ours = ["-d", "tcp.port==1883,fwmqtt"]
}
