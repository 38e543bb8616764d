// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import FernwireWire
import Foundation
import TestSupport
import Testing

@Suite struct PreferenceTests {
    let workbench: Workbench

    init() throws {
        workbench = try Workbench()
    }

    @Test("A session on another port is dissected by the port preference and by Decode As")
    func thePortIsARangePreferenceAndDecodeAsWorks() async throws {
        let session = try SampleSession(.fernetPSK)
        var capture = CaptureFile(serverPort: 9191)
        capture.open()
        for (direction, bytes) in session.pair.wire { capture.segment(direction, bytes) }
        let path = try workbench.file("port.pcap", capture)
        let looks = ["--disable-heuristic", "fernwire_tcp"]
        #expect(try await workbench.fields(["frame.number"], path, looks).isEmpty)
        let byPreference = try await workbench.fields(
            ["frame.number"], path, looks + ["-o", "fernwire.tcp.port:9090,9190-9195"])
        let byDecodeAs = try await workbench.fields(["frame.number"], path, looks + ["-d", "tcp.port==9191,fernwire"])
        #expect(byPreference.count == session.pair.wire.count)
        #expect(byDecodeAs == byPreference)
    }

    @Test("HTTP on Fernwire's port is not taken for Fernwire")
    func othersOnThePortAreLeftAlone() async throws {
        var capture = CaptureFile()
        capture.open()
        capture.segment(.fromClient, Array("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8))
        capture.segment(.fromServer, Array("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nup\n".utf8))
        let path = try workbench.file("prometheus.pcap", capture)
        #expect(try await workbench.fields(["frame.number"], path).isEmpty)
    }

    @Test("The key file is read again when it has changed")
    func theKeyFileIsReadAgainWhenItChanges() async throws {
        let session = try SampleSession(.fernetPSK)
        let path = try workbench.file("session.pcap", CaptureFile(session.pair))
        let good = Sample.fernetKeyFile
        var other = Sample.wrongFernetKeyFile
        let keys = try workbench.file("home/keys", other)
        other.removeAll()
        let record = session.pair.wire.firstIndex { $0.bytes[5] == MessageType.record.rawValue }! + 4
        // The second load finds what was put in the file's place once the first was answered.
        let fresh = try workbench.file("home/fresh", good)
        let script = """
            cd "$HOME"; touch answers
            { echo '{"jsonrpc":"2.0","id":1,"method":"setconf","params":{"name":"fernwire.key_file","value":"\(keys)"}}'
            echo '{"jsonrpc":"2.0","id":2,"method":"load","params":{"file":"\(path)"}}'
            echo '{"jsonrpc":"2.0","id":3,"method":"frame","params":{"frame":\(record),"proto":true}}'
            for i in $(seq 300); do grep -q '"id":3,' answers && break; sleep 0.1; done
            cat '\(fresh)' > '\(keys)'
            echo '{"jsonrpc":"2.0","id":4,"method":"load","params":{"file":"\(path)"}}'
            echo '{"jsonrpc":"2.0","id":5,"method":"frame","params":{"frame":\(record),"proto":true}}'
            } | sharkd - > answers
            cat answers
            """
        chmod(keys, 0o666)
        let output = try await workbench.run("sh", ["-c", script])
        let answers = output.text.split(separator: "\n")
        let before = try #require(answers.first { $0.contains(#""id":3,"#) })
        let after = try #require(answers.first { $0.contains(#""id":5,"#) })
        #expect(before.contains("MAC status: failed") && !before.contains(SampleSession.marker))
        #expect(after.contains("MAC status: verified") && after.contains(SampleSession.marker))
    }

    @Test("An unusable key file raises an expert info with path, line and reason, and shows no line's text")
    func whatIsWrongWithTheKeyFileIsSaid() async throws {
        let session = try SampleSession(.fernetPSK)
        let path = try workbench.file("session.pcap", CaptureFile(session.pair))
        for (name, content, note, reason) in [
            (
                "garbage", Array("# keys\nmy secret is xyzzy\n".utf8), "key_file_line",
                "garbage, line 2: neither a Fernet key"
            ),
            (
                "encrypted", Array(Sample.encryptedKey.utf8), "key_file_encrypted",
                "encrypted, line 1: the private key is encrypted: it takes a passphrase"
            ),
            ("empty", [], "key_file_line", "empty: it is empty"),
            ("binary", [0, 1, 2, 0xFF] + Array("xyzzy".utf8), "key_file_line", "binary: it is binary"),
            (
                "unfinished", Array("my secret is xyzzy".utf8), "key_file_line",
                "unfinished: it has nothing but comments or"
            ),
        ] {
            let keys = try workbench.file(name, content)
            let rows = try await workbench.fields(
                ["frame.number", "_ws.expert.message"], path, keyFile: keys, filter: "fernwire.expert.\(note)")
            #expect(
                rows.count == 1 && rows[0][0] == "4" && rows[0][1].contains("\(workbench.folder)/\(reason)"), "\(rows)")
            let text = try await workbench.tshark(path, keyFile: keys, ["-V"])
            #expect(!text.contains("xyzzy"))
        }
        let missing = try await workbench.fields(
            ["frame.number", "_ws.expert.message"], path, keyFile: "/nonexistent/keys",
            filter: "fernwire.expert.key_file_unreadable")
        #expect(missing.first?[1].contains("Cannot read keys from /nonexistent/keys: there is no such file") == true)
        #expect(missing.map { $0[0] } == ["4"])
        let good = try await workbench.fields(
            ["frame.number"], path, keyFile: workbench.file("good", Sample.fernetKeyFile + [10]),
            filter: "fernwire && _ws.expert.group == 0x0c000000")
        #expect(good.isEmpty)
    }

    @Test("toy-dh16 is broken by brute force unless the preference break_toys forbids it")
    func theToyIsBrokenUnlessAPreferenceForbidsIt() async throws {
        let session = try SampleSession(.toyDH16)
        let path = try workbench.file("toy.pcap", CaptureFile(session.pair))
        let columns = ["fernwire.record.plaintext", "fernwire.broken.exponent", "fernwire.broken.factor"]
        let broken = try await workbench.fields(columns, path)
        #expect(broken.map { $0[0] }.filter { !$0.isEmpty } == [SampleSession.question, SampleSession.answer])
        let found = broken.filter { !$0[1].isEmpty }
        #expect(found.count == 1 && found[0][2].split(separator: "|").count == 4)
        let said = try await workbench.tshark(path, ["-V", "-Y", "fernwire.expert.broken"])
        let sentence = #/The (client|server)'s exponent was found after \d+ candidates of 5460, and with it the key;/#
        #expect(said.contains(sentence))
        #expect(said.contains("[Broken]"))
        let forbidden = try await workbench.tshark(path, ["-V", "-o", "fernwire.break_toys:FALSE"])
        #expect(!forbidden.contains(SampleSession.marker) && !forbidden.contains("exponent was found"))
    }

    @Test("A token older than the preference time_to_live is expired, and one as old as it is not")
    func theTimeToLiveIsAPreference() async throws {
        let session = try SampleSession(.fernetPSK)
        var capture = CaptureFile()
        capture.seconds += 1000
        capture.open()
        for (direction, bytes) in session.pair.wire { capture.segment(direction, bytes) }
        let path = try workbench.file("late.pcap", capture)
        let cases = ["3600": "timestamp_far", "999": "expired", "1000": "timestamp_far", "0": "timestamp_far"]
        for (seconds, note) in cases {
            let rows = try await workbench.fields(
                ["frame.number"], path, filter: "fernwire.expert.\(note)", ["-o", "fernwire.time_to_live:\(seconds)"])
            #expect(rows.count == 4, "\(seconds)")
        }
    }
}
