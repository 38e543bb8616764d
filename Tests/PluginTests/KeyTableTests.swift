// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import TestSupport
import Testing

/// The table of keys, in the preferences and on the command line.
@Suite struct KeyTableTests {
    let workbench: Workbench

    init() throws {
        workbench = try Workbench()
    }

    private func rows(_ rows: [String]) -> [String] {
        rows.flatMap { ["-o", "uat:fernwire_keys:" + $0] }
    }

    private func opened(_ suite: CipherSuite, _ table: [String]) async throws -> [[String]] {
        let session = try SampleSession(suite)
        let path = try workbench.file("session.pcap", CaptureFile(session.pair))
        return try await workbench.fields(
            ["fernwire.record.key_source", "fernwire.record.plaintext"], path, filter: "fernwire.record.plaintext",
            rows(table))
    }

    @Test("Keys and key files of the key table open sessions, and the key source names the row")
    func keysAndFilesOfEachKindOpenSessions() async throws {
        let fernet = String(decoding: Sample.fernetKeyFile, as: UTF8.self).split(separator: "\n")[0]
        let other = String(repeating: "ab", count: 16)
        let pem = try workbench.file("rsa.pem", Sample.rsaKeyFile)
        let table = [
            "\"key\",\"\(other)\",\"nobody's\"", "\"key\",\"\(fernet)\",\"the door's\"",
            "\"file\",\"\(pem)\",\"the client's\"",
        ]
        let preshared = try await opened(.fernetPSK, table)
        #expect(preshared.map { $0[1] } == [SampleSession.question, SampleSession.answer])
        #expect(preshared.allSatisfy { $0[0].hasSuffix("key table row 2 (the door's)") }, "\(preshared)")
        let wrapped = try await opened(.rsaFernetHMAC, table)
        #expect(wrapped.map { $0[1] } == [SampleSession.question, SampleSession.answer])
        #expect(wrapped.allSatisfy { $0[0] == "private key, key table row 3 (the client's)" }, "\(wrapped)")
    }

    @Test("An empty key table opens nothing, and tshark refuses an unusable row with its reason")
    func whatIsNoneIsRefusedOrSaid() async throws {
        #expect(try await opened(.fernetPSK, []).isEmpty)
        let path = workbench.folder + "/session.pcap"
        for (row, message) in [
            ("\"none\",\"x\",\"\"", "invalid value: none"), ("\"key\",\"\",\"\"", "the path of its file, is missing"),
            (
                "\"key\",\"notakey\",\"\"",
                "No key in this row: neither a Fernet key, nor 16 or 32 bytes in hexadecimal or base64,"
            ), ("\"key\",\"\(path)\",\"\"", "choose the kind"),
            ("\"file\",\"/nowhere\",\"\"", "Cannot read keys from this row, /nowhere: there is no such file"),
            ("\"file\",\"/\",\"\"", "it is a folder"),
        ] {
            let refused = try await workbench.run("tshark", ["-r", path] + rows([row]))
            #expect(!refused.status.isSuccess && refused.error.contains(message), "\(refused.error)")
        }
    }
}
