// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import FernwireWire
import TestSupport
import Testing

/// A session on any port is recognised by its first frame, and nothing else is.
@Suite struct HeuristicTests {
    let workbench: Workbench

    init() throws {
        workbench = try Workbench()
    }

    private func session(port: UInt16) throws -> CaptureFile {
        let session = try SampleSession(.fernetPSK)
        var capture = CaptureFile(serverPort: port)
        capture.open()
        for (direction, bytes) in session.pair.wire { capture.segment(direction, bytes) }
        return capture
    }

    @Test(
        "The heuristic recognises a session on any port, if need be with try_heuristic_first",
        arguments: [UInt16(4444), 443, 80, 22, 53]) func anyPortWillDo(_ port: UInt16) async throws
    {
        let path = try workbench.file("any.pcap", session(port: port))
        let key = try workbench.file("keys", Sample.fernetKeyFile)
        let ports: [String] = port == 4444 ? [] : ["-o", "tcp.try_heuristic_first:TRUE"]
        for pass in [[], ["-2"]] {
            let rows = try await workbench.fields(
                ["fernwire.record.plaintext"], path, keyFile: key, filter: "fernwire.record.plaintext", ports + pass)
            #expect(rows.flatMap { $0 } == [SampleSession.question, SampleSession.answer])
        }
    }

    @Test("The heuristic is listed as enabled, and takes nothing once it is disabled")
    func itCanBeDisabled() async throws {
        let path = try workbench.file("any.pcap", session(port: 4444))
        let off = try await workbench.fields(
            ["frame.number"], path, ["--disable-heuristic", "fernwire_tcp"])
        #expect(off.isEmpty)
        let list = try await workbench.run("tshark", ["-G", "heuristic-decodes"])
        #expect(list.text.contains("tcp\tfernwire\tT"))
    }

    /// A capture that begins in the middle of a session is recognised by its first whole frame.
    @Test("The heuristic recognises a session that begins with a record")
    func aRecordWillDo() async throws {
        let session = try SampleSession(.fernetPSK)
        var capture = CaptureFile(serverPort: 4444)
        for (direction, bytes) in session.frames where bytes[5] == MessageType.record.rawValue {
            capture.segment(direction, bytes)
        }
        let path = try workbench.file("middle.pcap", capture)
        #expect(try await workbench.fields(["frame.number"], path, filter: "fernwire.record").count == 4)
    }

    private static let others: [(name: String, bytes: [UInt8])] = {
        func text(_ text: String) -> [UInt8] { Array(text.utf8) }
        let hello = try? SampleSession(.fernetPSK).frames.first?.bytes
        var noVersion = hello ?? []
        noVersion[4] = 2
        var noType = hello ?? []
        noType[5] = 0x7F
        var random: [UInt8] = []
        var state: UInt32 = 1
        for _ in 0..<20_000 {
            state = state &* 1_664_525 &+ 1_013_904_223
            random.append(UInt8(state >> 24))
        }
        return [
            ("http", text("GET /metrics HTTP/1.1\r\nHost: door.example\r\n\r\n")),
            ("prometheus", text("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n# HELP up 1\nup 1\n")),
            ("tls", [0x16, 3, 1, 0, 4, 1, 0, 0, 0] + [UInt8](repeating: 7, count: 60)),
            ("dns", [0, 29, 0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 4] + text("door") + [0, 0, 1, 0, 1]),
            ("ssh", text("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n")), ("random", random),
            ("the magic alone", [0xFE, 0x52, 0x4E, 0x57]), ("another version", noVersion), ("no type", noType),
            ("a header cut", Array((hello ?? []).prefix(31))), ("not at the start", [0] + (hello ?? [])),
        ]
    }()

    /// On our port and on others.
    @Test("The heuristic takes no other protocol and no frame that is cut, changed or late in its segment")
    func nothingElseIsTaken() async throws {
        var capture = CaptureFile()
        var count: UInt16 = 0
        for (_, bytes) in Self.others {
            for port in [UInt16(9090), 4444, 80] {
                // At our port a frame that is not quite right is Fernwire's to speak of.
                if port == 9090, bytes.prefix(5).contains(0xFE) { continue }
                count += 1
                var connection = CaptureFile(clientPort: 20_000 + count, serverPort: port)
                connection.open()
                for start in stride(from: 0, to: bytes.count, by: 1000) {
                    connection.segment(.fromClient, Array(bytes[start..<min(start + 1000, bytes.count)]))
                }
                capture.append(connection)
            }
        }
        let path = try workbench.file("others.pcap", capture)
        for options in [[], ["-o", "tcp.try_heuristic_first:TRUE"]] {
            let rows = try await workbench.fields(["frame.number", "tcp.dstport"], path, options)
            #expect(rows.isEmpty, "\(rows)")
        }
    }
}
