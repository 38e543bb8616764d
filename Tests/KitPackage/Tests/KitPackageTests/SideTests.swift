// SPDX-License-Identifier: Apache-2.0
import DissectorTesting
import Testing

/// Which end is the server, and what depends on it.
@Suite struct SideTests {
    let workbench: Workbench

    init() throws {
        workbench = try Workbench()
    }

    private func rows(
        clientPort: UInt16 = 50_000, serverPort: UInt16, _ arguments: [String] = []
    ) async throws -> [[String]] {
        var capture = CaptureFile(clientPort: clientPort, serverPort: serverPort)
        capture.segment(.client, [1, 2, 3, 4])
        capture.segment(.server, [1, 2, 3, 4, 5, 6])
        capture.segment(.client, [5])
        capture.segment(.client, [6])
        return try await workbench.fields(
            ["kitside.said", "kitside.server_port"], of: capture, filter: "kitside", arguments)
    }

    private func expected(_ port: Int) -> [[String]] {
        [["0102|0304", "\(port)|\(port)"], ["010203|040506", "\(port)|\(port)"], ["0506", "\(port)"]]
    }

    @Test("A length depends on the side that speaks, on each pass")
    func length() async throws {
        for passes in [[], ["-2"]] { #expect(try await rows(serverPort: 40_121, passes) == expected(40_121)) }
    }

    @Test("The end whose port the user chooses by Decode As is the server, whichever it is")
    func decodeAs() async throws {
        #expect(try await rows(serverPort: 45_000).isEmpty)
        #expect(try await rows(serverPort: 45_000, ["-d", "tcp.port==45000,kitside"]) == expected(45_000))
        let turned = try await rows(serverPort: 45_000, ["-d", "tcp.port==50000,kitside"])
        #expect(turned == [["010203", "50000"], ["0102|0304|0506", "50000|50000|50000"], ["040506", "50000"]])
    }

    @Test("Where both ends have the port nobody is the server")
    func bothEnds() async throws {
        let rows = try await rows(clientPort: 40_121, serverPort: 40_121)
        #expect(rows == [["0102|0304", ""], ["0102|0304|0506", ""], ["0506", ""]])
    }
}
