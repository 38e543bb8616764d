// SPDX-License-Identifier: Apache-2.0
import DissectorTesting
import Testing

/// Dissectors whose declarations are made at run time.
@Suite struct NameTests {
    let workbench: Workbench

    init() throws {
        workbench = try Workbench()
    }

    private func capture(_ port: UInt16, _ payload: [UInt8]) -> CaptureFile {
        var capture = CaptureFile(serverPort: port)
        capture.datagram(.client, payload)
        return capture
    }

    @Test("Two dissectors of one class have names, fields, value names, notes and ports of their own")
    func twoOfOneClass() async throws {
        for (name, other, port) in [("kitone", "kittwo", 40_110), ("kittwo", "kitone", 40_114)]
            as [(String, String, UInt16)]
        {
            for port in [port, port + 1] {
                let rows = try await workbench.fields(
                    ["\(name).kind", "\(name).word", "\(other).word"], of: capture(port, [1, 0x68, 0x69]), filter: name)
                #expect(rows == [["1", "hi", ""]])
            }
            #expect(try await workbench.info(of: capture(port, [1]), filter: "\(name).expert.empty") == [name])
            let tree = try await workbench.tree(of: capture(port, [1]), filter: name)
            for line in ["The Kit's \(name)", "Kind of \(name): First of \(name) (1)", "\(name) says no word"] {
                #expect(tree.contains(line), "\(line) is not in \(tree)")
            }
        }
    }

    @Test("A dissector whose name Wireshark has is left out with a line, and can ask for that before")
    func taken() async throws {
        let output = try await workbench.run("tshark", ["-G", "protocols"])
        #expect(output.status.isSuccess)
        let lines = output.error.split(separator: "\n")
        #expect(lines.filter { $0.contains("http is dissected by Wireshark itself") }.count == 1)
        #expect(lines.filter { $0.hasPrefix("The dissector http was not registered") }.count == 1)
        #expect(!output.error.contains("kitone") && !output.error.contains("kittwo"))
        #expect(output.text.contains("The Kit's kittwo\tKITTWO\tkittwo") && !output.text.contains("The Kit's http"))
        #expect(try await workbench.fields(["data.data"], of: capture(40_112, [1]), filter: "data") == [["01"]])
    }

    @Test("A text stands among the preferences, and takes no value")
    func textPreference() async throws {
        let capture = try workbench.file("hint.pcap", capture(40_110, [1]))
        for (option, isKnown) in [("kitcall.hint:7", true), ("kitcall.nothing:7", false)] {
            let output = try await workbench.run("tshark", ["-r", capture, "-o", option])
            #expect(output.status.isSuccess == isKnown, "\(option)")
        }
        #expect(!(try await workbench.run("tshark", ["-G", "currentprefs"])).text.contains("kitcall.hint"))
    }
}
