// SPDX-License-Identifier: Apache-2.0
import DissectorTesting
import Testing

@Suite struct CallTests {
    let workbench: Workbench

    init() throws {
        workbench = try Workbench()
    }

    private func pdu(_ kind: UInt8, _ content: [UInt8]) -> [UInt8] { [kind, UInt8(content.count)] + content }

    private func capture(_ pdus: [[UInt8]]) -> CaptureFile {
        var capture = CaptureFile(serverPort: 40_101)
        for pdu in pdus { capture.segment(.client, pdu) }
        return capture
    }

    @Test("A PDU's content goes to a dissector by number, by a place in the table, by name and by text")
    func calls() async throws {
        let json = Array("{\"a\": 1}".utf8)
        let capture = capture([
            pdu(1, FieldTests.packet), pdu(2, [1]), pdu(3, json), pdu(4, json), pdu(5, FieldTests.packet), pdu(9, [1]),
        ])
        let rows = try await workbench.fields(
            ["kitcall.kind", "kitfield.u16le", "kitend.source", "json.key"], of: capture, filter: "kitcall")
        #expect(
            rows == [
                ["1", "4660", "", ""], ["2", "", "0x0a000001 port 50000", ""], ["3", "", "", "a"], ["4", "", "", "a"],
                ["5", "4660", "", ""], ["9", "", "", ""],
            ])
    }

    @Test("What the first pass found is the same on the second")
    func findings() async throws {
        var capture = capture([pdu(1, []), pdu(1, []) + pdu(1, [])])
        capture.segment(.server, pdu(1, []))
        var other = CaptureFile(clientPort: 50_001, serverPort: 40_101)
        other.segment(.client, pdu(1, []))
        capture.append(other)
        for passes in [[], ["-2"]] {
            let rows = try await workbench.fields(["kitcall.position"], of: capture, filter: "kitcall", passes)
            #expect(rows == [["1"], ["2|3"], ["4"], ["1"]])
        }
    }

    @Test("Preferences have their defaults, and take effect when they are set")
    func preferences() async throws {
        let capture = capture([pdu(9, [UInt8](repeating: 0, count: 50))])
        let filter = "kitcall.expert.large"
        #expect(try await workbench.info(of: capture, filter: "kitcall") == ["Kind 9"])
        #expect(try await workbench.fields(["kitcall.kind"], of: capture, filter: filter).isEmpty)
        let set = ["-o", "kitcall.limit:49", "-o", "kitcall.show_position:TRUE"]
        #expect(try await workbench.info(of: capture, filter: filter, set) == ["Kind 9 at 1"])
    }

    @Test("A note is on the PDU that it is about")
    func notes() async throws {
        let capture = capture([pdu(9, []), pdu(1, [])])
        let rows = try await workbench.fields(["kitcall.kind"], of: capture, filter: "kitcall.expert.unknown")
        #expect(rows == [["9"]])
    }

    @Test("A dissector is told addresses and ports over IPv4 and IPv6, by port and by heuristics")
    func ends() async throws {
        let fields = ["kitend.source", "kitend.destination"]
        // Heuristics know no server.
        for (port, server) in [(40_102, "40102"), (41_000, "")] as [(UInt16, String)] {
            var capture = CaptureFile(serverPort: port)
            capture.datagram(.client, [0xE0, 0xD0])
            capture.datagram(.server, [0xE0, 0xD0])
            let rows = try await workbench.fields(fields + ["kitend.server_port"], of: capture, filter: "kitend")
            let ends = ["0x0a000001 port 50000", "0x0a000002 port \(port)"]
            #expect(rows == [ends + [server], ends.reversed() + [server]])
        }
        var other = CaptureFile(serverPort: 41_000)
        other.datagram(.client, [0xE0, 0xD1])
        #expect(try await workbench.fields(fields, of: other, filter: "kitend").isEmpty)
        var capture = CaptureFile(serverPort: 40_102, isIPv6: true)
        capture.datagram(.client, [])
        capture.datagram(.client, [0])
        let rows = try await workbench.fields(fields, of: capture, filter: "kitend")
        let head = "0xfd00000000000000 0x000000000000000"
        #expect(rows == [["\(head)1 port 50000", "\(head)2 port 40102"]])
    }
}
