// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import Foundation
import TestSupport
import Testing

/// Which descriptions tshark takes, where their traffic is found, and what is said of those with errors.
@Suite struct DescribedLoadingTests {
    let workbench: Workbench

    init() throws {
        workbench = try Workbench.described()
    }

    private static let lines = """
        meta: {id: lines, title: Lines}
        -wireshark: {tcp: 4711, udp: 4712, unit: segment}
        seq: [{id: text, size-eos: true, type: str, encoding: UTF-8, -payload: true}]
        """

    private func capture(port: UInt16, datagrams: Bool = false) -> CaptureFile {
        var capture = CaptureFile(serverPort: port)
        for (side, text) in [(CaptureFile.Side.client, "question"), (.server, "answer")] {
            if datagrams {
                capture.datagram(side, Array(text.utf8))
            } else {
                capture.segment(side, Array(text.utf8))
            }
        }
        return capture
    }

    private func said(_ capture: CaptureFile, _ arguments: [String] = []) async throws -> [[String]] {
        try await workbench.fields(["lines._sender", "lines.text"], of: capture, filter: "lines", arguments)
    }

    @Test("A user's description labels its ports, and with Decode As any other, of TCP and UDP")
    func ports() async throws {
        try workbench.describe("lines", Self.lines)
        let both = [["client", "question"], ["server", "answer"]]
        #expect(try await said(capture(port: 4711)) == both)
        #expect(try await said(capture(port: 4712, datagrams: true)) == both)
        for (port, datagrams) in [(4712, false), (4711, true), (6000, false), (6000, true)] as [(UInt16, Bool)] {
            let capture = capture(port: port, datagrams: datagrams)
            #expect(try await said(capture) == [])
            let table = datagrams ? "udp.port" : "tcp.port"
            #expect(try await said(capture, ["-d", "\(table)==\(port),lines"]) == both)
            #expect(try await said(capture, ["-d", "\(table)==\(port + 1),lines"]) == [])
        }
    }

    @Test("The folder of the preference is read when the program starts, and one that is not there says nothing")
    func preference() async throws {
        let more = "\(workbench.folder)/more"
        _ = try workbench.file("more.ksy", Array(Self.lines.utf8))
        try FileManager.default.createDirectory(atPath: more, withIntermediateDirectories: true)
        try FileManager.default.moveItem(atPath: workbench.folder + "/more.ksy", toPath: more + "/lines.ksy")
        let settings = "home/.config/wireshark/preferences"
        try FileManager.default.createDirectory(
            atPath: workbench.folder + "/home/.config/wireshark", withIntermediateDirectories: true)
        let path = try workbench.file("x.pcap", capture(port: 4711))
        for (folder, isKnown) in [(more, true), (more + "-not", false)] {
            _ = try workbench.file(settings, Array("# comment\nfernwire.descriptions: \(folder)\n".utf8))
            let output = try await workbench.run("tshark", ["-n", "-r", path])
            #expect(output.status.isSuccess && output.text.contains("lines") == isKnown, "\(output.text)")
        }
    }

    @Test("A description with errors is left out with file, line and column on stderr, and nothing else stops")
    func errors() async throws {
        try workbench.describe("lines", Self.lines)
        try workbench.describe(
            "wrong", "meta: {id: wrong}\n-keys: {k: nothing}\nseq:\n  - {id: a, size: 4, process: nope}\n")
        try workbench.describe("broken", "meta: {id: broken\n")
        let path = try workbench.file("x.pcap", capture(port: 4711))
        let output = try await workbench.run("tshark", ["-n", "-r", path, "-Y", "lines"])
        #expect(output.status.isSuccess && output.text.contains("question"))
        let folder = workbench.folder + "/home/.config/wireshark/fernwire/"
        #expect(output.error.contains("\(folder)wrong.ksy:2:12: error: the kind of a key is one of"), "\(output.error)")
        #expect(output.error.contains("\(folder)wrong.ksy:4:31: error: there is no process nope"))
        #expect(output.error.contains("\(folder)broken.ksy:"))
        #expect(!output.error.contains("lines.ksy"))
        let system = DescribedTraffic.lines
        let info = try await workbench.info(
            of: system.capture(), filter: "aes_lines", workbench.keys(system.keys))
        #expect(info.count == 2)
    }

    @Test("A description of the user's with the id of a shipped one takes its place")
    func personal() async throws {
        let port = DescribedTraffic.lines.port
        let known = try await workbench.run("tshark", ["-G", "fields"])
        #expect(known.text.contains("\taes_lines.line\t") && !known.text.contains("\taes_lines.own\t"))
        try workbench.describe(
            "anything",
            "meta: {id: aes_lines}\n-wireshark: {tcp: \(port), unit: segment}\nseq: [{id: own, size-eos: true, type: str, encoding: ASCII}]"
        )
        let rows = try await workbench.fields(["aes_lines.own"], of: capture(port: port), filter: "aes_lines")
        #expect(rows == [["question"], ["answer"]])
    }

    @Test("A description whose id Wireshark has gets a prefix of its own, and Wireshark's dissector stays")
    func taken() async throws {
        try workbench.describe(
            "data",
            "meta: {id: dns}\n-wireshark: {tcp: 4711, unit: segment}\nseq: [{id: own, size-eos: true, type: str, encoding: ASCII}]"
        )
        let rows = try await workbench.fields(["dns_ksy.own"], of: capture(port: 4711), filter: "dns_ksy")
        #expect(rows == [["question"], ["answer"]])
        let plugins = try await workbench.run("tshark", ["-G", "fields"])
        #expect(plugins.text.contains("\tdns.qry.name\t") && !plugins.error.contains("dns"))
    }

    @Test(
        "Fernwire's own sessions on its port stay Fernwire's, and a badge there is a badge",
        arguments: Sample.suiteNames)
    func fernwire(_ name: String) async throws {
        let session = try SampleSession(#require(SuiteRegistry.standard.suite(named: name)))
        let path = try workbench.file("session.pcap", CaptureFile(session.pair))
        let keys = try workbench.file("keys", Sample.keyFile + [10] + session.keyLog)
        #expect(try await workbench.tshark(path, ["-Y", "badge"]) == "")
        let rows = try await workbench.fields(
            ["fernwire.record.plaintext"], path, keyFile: keys, filter: "fernwire.record.plaintext")
        #expect(rows.flatMap { $0 } == [SampleSession.question, SampleSession.answer])
        let badge = DescribedTraffic.badge.capture()
        #expect(try await workbench.fields(["frame.protocols"], of: badge, filter: "badge").count == 1)
        #expect(try await workbench.fields(["frame.protocols"], of: badge, filter: "fernwire") == [])
    }

    @Test("Exporting objects and statistics of a capture with described traffic say no more than without it")
    func others() async throws {
        let path = try workbench.file("x.pcap", DescribedTraffic.signedToken.capture())
        let folder = workbench.folder + "/home/objects"
        let keys = try workbench.keys(DescribedTraffic.signedToken.keys)
        for arguments in [
            ["--export-objects", "http,\(folder)"], ["-2"], ["-q", "-z", "io,phs"], ["-q", "-z", "expert"],
        ] {
            let output = try await workbench.run("tshark", ["-n", "-r", path] + arguments + keys)
            #expect(output.status.isSuccess && !output.error.contains("rsa_messages"), "\(output.error)")
        }
    }
}
