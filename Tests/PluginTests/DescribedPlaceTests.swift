// SPDX-License-Identifier: Apache-2.0
import DissectorTesting
import TestSupport
import Testing

/// Where the protocols of descriptions in the user's folder stand, and under which names.
@Suite struct DescribedPlaceTests {
    let workbench: Workbench

    init() throws {
        workbench = try Workbench()
    }

    /// A description of two bytes.
    private static func description(_ id: String, _ more: String...) -> String {
        """
        meta:
          id: \(id)
          endian: be
        \(more.joined(separator: "\n"))
        seq:
          - id: number
            type: u2
        """
    }

    @Test("A description that says nothing of ports is offered over TCP, UDP and IP, and taken nowhere by itself")
    func decodeAs() async throws {
        try workbench.describe("two_bytes", Self.description("two_bytes"))
        var capture = CaptureFile(serverPort: 4711)
        capture.segment(.client, [0, 1])
        capture.datagram(.client, [0, 2])
        capture.packet(.client, transport: 253, [0, 3])
        for (rule, expected) in [
            ("tcp.port==4711,two_bytes", [["1", "1"]]), ("udp.port==4711,two_bytes", [["2", "2"]]),
            ("ip.proto==253,two_bytes", [["3", "3"]]), ("udp.port==4712,two_bytes", []),
        ] {
            let rows = try await workbench.fields(
                ["frame.number", "two_bytes.number"], of: capture, filter: "two_bytes", ["-d", rule])
            #expect(rows == expected, "\(rule)")
        }
    }

    @Test("A description with a port is not offered over IP")
    func ports() async throws {
        try workbench.describe("two_bytes", Self.description("two_bytes", "-wireshark:", "  udp: 4711"))
        var capture = CaptureFile(serverPort: 4711)
        capture.datagram(.client, [0, 2])
        let rows = try await workbench.fields(["two_bytes.number"], of: capture, filter: "two_bytes")
        #expect(rows == [["2"]])
        await #expect(throws: Workbench.Failure.self) {
            _ = try await workbench.fields(
                ["frame.number"], of: capture, filter: "frame", ["-d", "ip.proto==253,two_bytes"])
        }
    }

    @Test("Ids and titles that Wireshark has are changed, and no others")
    func takenNames() async throws {
        try workbench.describe("websocket", Self.description("websocket", "  title: WebSocket"))
        try workbench.describe("one", Self.description("one_two", "  title: DNS"))
        try workbench.describe("other", Self.description("other_two", "  title: A title of its own"))
        try workbench.describe("last", Self.description("last_two", "  title: A title of its own"))
        try workbench.describe("bare", Self.description("bare_two"))
        let output = try await workbench.run("tshark", ["-G", "protocols"])
        #expect(!output.error.contains("not registered"), "\(output.error)")
        let names = Set(output.text.split(separator: "\n").map { $0.split(separator: "\t").prefix(3).map(String.init) })
        for expected in [
            ["WebSocket", "WebSocket", "websocket"], ["WebSocket (websocket_ksy)", "websocket_ksy", "websocket_ksy"],
            ["DNS (one_two)", "one_two", "one_two"], ["A title of its own", "last_two", "last_two"],
            ["A title of its own (other_two)", "other_two", "other_two"],
            ["bare_two (described)", "bare_two", "bare_two"],
        ] {
            let isThere = names.contains(expected)
            #expect(isThere, "\(expected)")
        }
    }
}
