// SPDX-License-Identifier: Apache-2.0
import DissectorTesting
import Testing

/// What the real tshark, with the plugin that `swift package dissector build` left, makes of captures.
@Suite struct EchoTests {
    let workbench: Workbench

    init() throws {
        workbench = try Workbench()
    }

    private func message(_ type: UInt8, _ text: String) -> [UInt8] {
        [type, 0, UInt8(text.utf8.count)] + Array(text.utf8)
    }

    @Test("A request and its reply show their fields")
    func fields() async throws {
        var capture = CaptureFile(serverPort: 40_007)
        capture.segment(.client, message(1, "hello"))
        capture.segment(.server, message(2, "hello"))
        capture.datagram(.client, message(1, "over UDP"))
        if let package = workbench.package {
            try capture.write(to: package.appending(path: "build/echo.pcap"))
        }
        let rows = try await workbench.fields(["myecho.type", "myecho.text"], of: capture, filter: "myecho")
        #expect(rows == [["1", "hello"], ["2", "hello"], ["1", "over UDP"]])
        #expect(try await workbench.info(of: capture, filter: "myecho") == ["Request", "Reply", "Request"])
    }

    @Test("A message is put together from its segments, and two in a segment are taken apart")
    func segments() async throws {
        let (first, second) = (message(1, "hello"), message(1, "again"))
        var capture = CaptureFile(serverPort: 40_007)
        capture.segment(.client, Array(first.prefix(2)))
        capture.segment(.client, Array(first.dropFirst(2)) + second)
        let rows = try await workbench.fields(["myecho.text"], of: capture, filter: "myecho")
        #expect(rows == [["hello|again"]])
    }

    @Test("A datagram that ends inside its text is malformed")
    func malformed() async throws {
        var capture = CaptureFile(serverPort: 40_007)
        capture.datagram(.client, Array(message(1, "hello").dropLast()))
        let rows = try await workbench.fields(["myecho.type"], of: capture, filter: "myecho.expert.malformed")
        #expect(rows == [["1"]])
    }
}
