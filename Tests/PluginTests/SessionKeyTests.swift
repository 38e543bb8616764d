// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import TestSupport
import Testing

/// tshark -z fernwire,keys: what is known of a capture's sessions, as a key log.
@Suite struct SessionKeyTests {
    let workbench: Workbench

    init() throws {
        workbench = try Workbench()
    }

    private func exported(_ path: String, _ keyFile: String?) async throws -> String {
        try await workbench.tshark(path, keyFile: keyFile, ["-q", "-z", "fernwire,keys"])
    }

    /// What a private key gave is enough for whoever lacks it.
    @Test(
        "The key log exported with a private key opens the session without that private key",
        arguments: [CipherSuite.rsaFernetHMAC.name.description, CipherSuite.rsaFernetSigned.name.description])
    func whatAPrivateKeyGaveOpensItAlone(_ name: String) async throws {
        let suite = try #require(SuiteRegistry.standard.suite(named: name))
        let session = try SampleSession(suite)
        let path = try workbench.file("session.pcap", CaptureFile(session.pair))
        let text = try await exported(path, workbench.file("rsa.pem", Sample.rsaKeyFile))
        let log = try workbench.file("exported.keylog", Array(text.utf8))
        let rows = try await workbench.fields(
            ["fernwire.record.plaintext"], path, keyFile: log, filter: "fernwire.record.plaintext")
        #expect(rows.flatMap { $0 } == [SampleSession.question, SampleSession.answer], "\(text.count)")
        #expect(!text.contains("PRIVATE"))
    }

    @Test("The session keys exported with a key log are the lines of that key log")
    func aKeyLogComesOutAsItWentIn() async throws {
        let session = try SampleSession(.x25519Ed25519AES256GCM)
        let path = try workbench.file("session.pcap", CaptureFile(session.pair))
        let text = try await exported(path, workbench.file("keylog", session.keyLog))
        let lines = String(decoding: session.keyLog, as: UTF8.self).split(separator: "\n").sorted()
        #expect(text.split(separator: "\n").sorted() == lines && lines.count >= 4)
    }

    @Test("No session keys are exported without a key, and a pre-shared key is not exported")
    func whatIsNotKnownIsNotExported() async throws {
        let wrapped = try SampleSession(.rsaFernetHMAC)
        let path = try workbench.file("session.pcap", CaptureFile(wrapped.pair))
        #expect(try await exported(path, nil).isEmpty)
        // A pre-shared key is no session's own.
        let preshared = try SampleSession(.fernetPSK)
        let other = try workbench.file("other.pcap", CaptureFile(preshared.pair))
        #expect(try await exported(other, workbench.file("keys", Sample.fernetKeyFile)).isEmpty)
    }
}
