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

    @Test func thePortIsARangePreferenceAndDecodeAsWorks() async throws {
        let session = try SampleSession(FernetPSK.self)
        var capture = CaptureFile(serverPort: 9191)
        capture.open()
        for (direction, bytes) in session.pair.wire { capture.segment(direction, bytes) }
        let path = try workbench.file("port.pcap", capture)
        #expect(try await workbench.fields(["frame.number"], path).isEmpty)
        let byPreference = try await workbench.fields(
            ["frame.number"], path, ["-o", "fernwire.tcp.port:9090,9190-9195"])
        let byDecodeAs = try await workbench.fields(["frame.number"], path, ["-d", "tcp.port==9191,fernwire"])
        #expect(byPreference.count == session.pair.wire.count)
        #expect(byDecodeAs == byPreference)
    }

    @Test func othersOnThePortAreLeftAlone() async throws {
        var capture = CaptureFile()
        capture.open()
        capture.segment(.fromClient, Array("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8))
        capture.segment(.fromServer, Array("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nup\n".utf8))
        let path = try workbench.file("prometheus.pcap", capture)
        #expect(try await workbench.fields(["frame.number"], path).isEmpty)
    }

    @Test func theKeyFileIsReadAgainWhenItChanges() async throws {
        let session = try SampleSession(FernetPSK.self)
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

    @Test func whatIsWrongWithTheKeyFileIsSaid() async throws {
        let session = try SampleSession(FernetPSK.self)
        let path = try workbench.file("session.pcap", CaptureFile(session.pair))
        for (name, content, note) in [
            ("garbage", Array("my secret is xyzzy\n".utf8), "key_file_line"),
            ("encrypted", Self.encryptedKey, "key_file_encrypted"),
        ] {
            let keys = try workbench.file(name, content)
            let rows = try await workbench.fields(
                ["frame.number"], path, keyFile: keys, filter: "fernwire.expert.\(note)")
            #expect(rows == [["4"]], "\(name)")
            let text = try await workbench.tshark(path, keyFile: keys, ["-V"])
            #expect(!text.contains("xyzzy"))
        }
        let missing = try await workbench.fields(
            ["frame.number"], path, keyFile: "/nonexistent/keys", filter: "fernwire.expert.key_file_unreadable")
        #expect(missing == [["4"]])
        let good = try await workbench.fields(
            ["frame.number"], path, keyFile: workbench.file("good", Sample.fernetKeyFile + [10]),
            filter: "fernwire && _ws.expert")
        #expect(good.isEmpty)
    }

    /// A throw-away sample: an RSA key that a passphrase encrypts.
    private static let encryptedKey = Array(
        """
        -----BEGIN ENCRYPTED PRIVATE KEY-----
        MIIFLTBXBgkqhkiG9w0BBQ0wSjApBgkqhkiG9w0BBQwwHAQIRkVoR8p5dIgCAggA
        MAwGCCqGSIb3DQIJBQAwHQYJYIZIAWUDBAECBBA7REhSJc72LNM1/U/GcmUcBIIE
        0M1eW7zsvE8/3CElpSyeoK5b9FfdVHDYif79VRy6FFRO7OADRRocEcQTdKE8+a8c
        YZW5tOYcZRjr+ovwiPYeMaRysMZ8oWD8215Jnm55iKNTIU2MsEc5fz8mVBQHu3G5
        i6UTk9hMIUUBDntopBMbixs6lHiRNoGNi0H4zXPuhGlZb13IBmvyw45T4T4TAxSe
        pXixR9o2UnkNAtopmbh+D2HlS0K4qow6UqnrddezcH3QNzQGEBodl9msOWbW0BYQ
        UGosYPiMdMFYjkTEWwwDNeNETJW25C17VSBDBh4MzwYlL+poLv7TIBqsQPfh9+dS
        a8VlZEEu/wNBtpu36djhMhAJljRs5vm29NWQb6n1H6NnhD0RGUcLvyVYEdQbs6V5
        NkgpTtAV+8Tzxsi/J/cCuQ3nucBKlDDmtQViWktb1An6hpQYm9atbNK8VNgticOC
        aRRj3fg+1jyYmFBxJo6fZ5t3x1YP4WSb14g9lNQYiExczRVnINqq6TiUulQgQla4
        GwmYQVLKz0dfwiFJPxwJd1th+ZKWAt8JgJj6o9aD+Ry6imFINXqnyR0nMyR/6M6o
        jgU5/KkSk82st/Q+6X6g18tBKtqzf01V0R2KC0EIghcsp9YQFlMOvvadp9138V5T
        akiux3hV/KU2/7l2kpYme7tm6QgN8CdMGTHZjKa5xBpGLsP6h8S3lvAQLEgRm79l
        33+XRzndl1PYqxwgembhGTEeCc4203G0xSkMTPhkPESIyioCb7ajOcNwyfY0FHGJ
        kLwwdQNq4ch73aMWrEHTdHz5HdhlmOj7Aw+mzl/bPbEpgKrfs8WPDXhyyq10zy74
        zZ1Rr5dpXL4QKNVbZn1A96CuTmBoLKm87TLaD69wr1+IsbfSDmKM52uFKmWcOHeD
        3UsqXkS/CpbupATC8anDD7fQJoQcXmEE9rBN03uIi+C/h7RqKUbKHJJwVyqOYDgS
        T6KDiasbc5jN/T7/qknEHNYQiOCV2OTNAkDKClk8heC5Lgu8qDTafAEV7+kZJiVX
        daiBbW84YbKv0XHMw57wyowc3bGYoHue9ZBvtc/ZK8YKHPHgaYWKDVUsEYV6WWaG
        KLY5d1s5a+MdljZeqpXeLT/+Kug4VWwKJT9vJJNp2I5uY1TJG85gzhDx69NPyY6b
        A0aBADP0/Yj11RxTZ6sy5dXYR67hRhNaVgzlkcEllIuWgs35XdhwBKA/Kox4YE8w
        CCCfc83bs4MGOFLCKfJaKviAT7chZzhUPfcHC7WR9eRCWfuq5+iWsF39VXA7gtRy
        L/fMqe4DauKmuchQCZ1mpMAQxvGRZoqdu9vm1oe6lhmQ8DRWrPLep58tSMF5f/fI
        6TrUDvxCKu8RE54hxbTuHtlANrMCbNeCH9YUHDnVrJrmvJ5lk6G9tZmFJjS16xQ+
        KuYUdrZbfNRlYBfXRQ9eFBXy3pD7Yd584zeDNXKwh/2VL0Pf1wqxkqpDcsx05lS/
        D+bRgYiR04Jg5Cno0nDF6lkq15iZegfVqPusyPPK/uKokkGxKBjonYGFMn2hQO98
        I2uCUjqaJq6EWztHB81fiucUeDOXxchPBEve2VIA+6fOMD6JzXQgOyXAX+uDhbgi
        DQdjCDvCCGgtvqN8HNSnlHITG5BH6MdVVjbGDBnQwm81
        -----END ENCRYPTED PRIVATE KEY-----

        """.utf8)
}
