// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import FernwireWire
import TestSupport
import Testing

/// Each kind of key opens what it should; every success is paired with its failures.
@Suite struct DecryptionTests {
    let workbench: Workbench

    init() throws {
        workbench = try Workbench()
    }

    static let columns = ["fernwire.record.mac_status", "fernwire.record.plaintext"]
    static let messages = [SampleSession.question, SampleSession.answer]

    struct Case: CustomTestStringConvertible, Sendable {
        var suite: CipherSuite
        var key: @Sendable (SampleSession) -> [UInt8]
        var status: String
        var opens: Bool
        var note: String?
        var testDescription: String
    }

    static let cases: [Case] = [
        .init(
            suite: .fernetPSK, key: { _ in Sample.fernetKeyFile }, status: "verified", opens: true, note: nil,
            testDescription: "fernet-psk, its key"),
        .init(
            suite: .fernetPSK, key: { _ in Sample.wrongFernetKeyFile }, status: "failed", opens: false,
            note: "fernwire.expert.token_hmac_failed", testDescription: "fernet-psk, another key"),
        .init(
            suite: .fernetPSK, key: { _ in Sample.rsaKeyFile }, status: "unchecked", opens: false,
            note: "fernwire.expert.no_fitting_key",
            testDescription: "fernet-psk, an RSA key"),
        .init(
            suite: .rsaFernetHMAC, key: { _ in Sample.rsaKeyFile }, status: "verified", opens: true, note: nil,
            testDescription: "rsa-fernet-hmac, the client's private key"),
        .init(
            suite: .rsaFernetHMAC, key: { $0.keyLog }, status: "verified", opens: true, note: nil,
            testDescription: "rsa-fernet-hmac, key log"),
        .init(
            suite: .rsaFernetHMAC, key: { _ in Sample.wrongRSAKeyFile }, status: "unchecked", opens: false,
            note: "fernwire.expert.no_private_key", testDescription: "rsa-fernet-hmac, another private key"),
        .init(
            suite: .rsaFernetHMAC, key: { _ in Sample.wrongFernetKeyFile }, status: "failed", opens: false,
            note: "fernwire.expert.token_hmac_failed", testDescription: "rsa-fernet-hmac, some Fernet key"),
        .init(
            suite: .rsaFernetHMAC,
            key: { session in
                session.pair.clientEvents.keys.filter { $0.label == .fernetKey }.first!.secret.fernetKeyText
            }, status: "unchecked", opens: true, note: "fernwire.expert.mac_unchecked",
            testDescription: "rsa-fernet-hmac, the token's key alone"),
        .init(
            suite: .rsaFernetHMAC,
            key: { Sample.wrongFernetKeyFile + [10] + Sample.fernetKeyFile + [10] + Sample.rsaKeyFile + $0.keyLog },
            status: "verified", opens: true, note: nil, testDescription: "rsa-fernet-hmac, everything in one file"),
        .init(
            suite: .aes256GCMPSK, key: { _ in Sample.keyFile }, status: "verified", opens: true, note: nil,
            testDescription: "aes256-gcm-psk, its key among others"),
        .init(
            suite: .aes256GCMPSK, key: { $0.keyLog }, status: "verified", opens: true, note: nil,
            testDescription: "aes256-gcm-psk, key log"),
        .init(
            suite: .aes256GCMPSK, key: { _ in Sample.wrongFernetKeyFile }, status: "unchecked", opens: false,
            note: "fernwire.expert.finished_failed", testDescription: "aes256-gcm-psk, another key"),
        .init(
            suite: .aes256GCMPSK, key: { $0.keyLogWithChangedSecrets }, status: "failed", opens: false,
            note: "fernwire.expert.record_mac_failed", testDescription: "aes256-gcm-psk, key log of other secrets"),
        .init(
            suite: .aes128CBCPSK, key: { _ in Sample.aes128KeyFile }, status: "verified", opens: true, note: nil,
            testDescription: "aes128-cbc-psk, its key"),
        .init(
            suite: .aes128CBCPSK, key: { $0.keyLog }, status: "verified", opens: true, note: nil,
            testDescription: "aes128-cbc-psk, key log"),
        .init(
            suite: .x25519Ed25519ChaCha20Poly1305, key: { $0.keyLog }, status: "verified", opens: true, note: nil,
            testDescription: "x25519-ed25519-chacha20poly1305, key log"),
        .init(
            suite: .x25519Ed25519AES256GCM, key: { $0.keyLog }, status: "verified", opens: true, note: nil,
            testDescription: "x25519-ed25519-aes256gcm, key log"),
        .init(
            suite: .x25519Ed25519AES256GCM, key: { $0.keyLogWithChangedSecrets }, status: "failed", opens: false,
            note: "fernwire.expert.record_mac_failed", testDescription: "x25519-ed25519-aes256gcm, other secrets"),
        .init(
            suite: .x25519Ed25519ChaCha20Poly1305, key: { _ in Sample.keyFile }, status: "unchecked", opens: false,
            note: "fernwire.expert.no_fitting_key",
            testDescription: "x25519-ed25519-chacha20poly1305, long-lived keys: it is forward secret"),
        .init(
            suite: .rsaSealed, key: { _ in Sample.rsaKeyFile }, status: "verified", opens: true, note: nil,
            testDescription: "rsa-sealed, the private keys"),
        .init(
            suite: .rsaSealed, key: { _ in Sample.wrongRSAKeyFile }, status: "verified", opens: false,
            note: "fernwire.expert.closed", testDescription: "rsa-sealed, another private key"),
        .init(
            suite: .rsaFernetSigned, key: { _ in Sample.rsaKeyFile }, status: "verified", opens: true, note: nil,
            testDescription: "rsa-fernet-signed, the server's private key"),
        .init(
            suite: .rsaFernetSigned, key: { $0.keyLog }, status: "verified", opens: true, note: nil,
            testDescription: "rsa-fernet-signed, key log"),
        .init(
            suite: .rsaFernetSigned, key: { $0.pair.clientEvents.keys[0].secret.fernetKeyText }, status: "verified",
            opens: true, note: nil, testDescription: "rsa-fernet-signed, the Fernet key"),
        .init(
            suite: .rsaFernetSigned, key: { _ in Sample.wrongFernetKeyFile }, status: "verified", opens: false,
            note: "fernwire.expert.closed", testDescription: "rsa-fernet-signed, another Fernet key"),
        .init(
            suite: .toyDH16, key: { _ in Sample.wrongFernetKeyFile }, status: "unchecked", opens: true,
            note: "fernwire.expert.toy_signature", testDescription: "toy-dh16, no key at all"),
        .init(
            suite: .aes128CBCPSKNoMAC, key: { _ in Sample.aes128KeyFile }, status: "unchecked", opens: true,
            note: "fernwire.expert.not_authenticated", testDescription: "aes128-cbc-psk-nomac, its key"),
        .init(
            suite: .aes128CBCPSKNoMAC, key: { _ in Sample.fernetKeyFile }, status: "unchecked", opens: false,
            note: "fernwire.expert.no_fitting_key", testDescription: "aes128-cbc-psk-nomac, a key of another length"),
        .init(
            suite: .plaintext, key: { _ in [] }, status: "unchecked", opens: true,
            note: "fernwire.expert.plaintext", testDescription: "plaintext, no key"),
        .init(
            suite: .rsaFernetHMAC, key: { $0.keyLogWithChangedSecrets }, status: "failed", opens: false,
            note: "fernwire.expert.record_mac_failed", testDescription: "rsa-fernet-hmac, key log of other secrets"),
    ]

    @Test("Each kind of key gives the expected MAC status, plaintext and expert info", arguments: cases) func decrypts(
        _ testCase: Case
    ) async throws {
        let session = try SampleSession(testCase.suite)
        let capture = try workbench.file("session.pcap", CaptureFile(session.pair))
        let key = try workbench.file("keys", testCase.key(session))
        let rows = try await workbench.fields(
            Self.columns, capture, keyFile: key, filter: "fernwire.record")
        #expect(rows.count == 4)
        #expect(rows.allSatisfy { $0[0] == testCase.status })
        #expect(rows.map { $0[1] }.filter { !$0.isEmpty } == (testCase.opens ? Self.messages : []))
        if let note = testCase.note {
            let noted = try await workbench.fields(["frame.number"], capture, keyFile: key, filter: note)
            #expect(!noted.isEmpty)
        } else {
            // What is weak about a suite is said all the same; that is the group Security.
            let noted = try await workbench.fields(
                ["frame.number"], capture, keyFile: key,
                filter: "fernwire && _ws.expert.group in {0x02000000, 0x05000000, 0x07000000, 0x09000000, 0x0c000000}")
            #expect(noted.isEmpty)
        }
        if !testCase.opens { try await expectNoPlaintext(capture, keyFile: key) }
    }

    @Test(
        "Without a key a record has its suite and timestamp, and no output holds its plaintext",
        arguments: [CipherSuite.fernetPSK.name.description, CipherSuite.rsaFernetHMAC.name.description])
    func withoutKeyAllIsLabelledAndThePayloadOpaque(_ name: String) async throws {
        let session = try SampleSession(#require(SuiteRegistry.standard.suite(named: name)))
        let capture = try workbench.file("session.pcap", CaptureFile(session.pair))
        let rows = try await workbench.fields(
            ["fernwire.session.suite", "fernwire.token.timestamp", "fernwire.record.plaintext"], capture,
            filter: "fernwire.record")
        #expect(rows.count == 4)
        #expect(rows.allSatisfy { Int($0[0].dropFirst(2), radix: 16) == Int(session.suite.id.rawValue) })
        #expect(rows.allSatisfy { TSharkTime.normalised($0[1]).hasPrefix("2023-11-14T22:13:20") && $0[2].isEmpty })
        try await expectNoPlaintext(capture, keyFile: nil)
    }

    @Test("The preference show_plaintext_in_info keeps plaintext out of the Info column")
    func aPreferenceKeepsPlaintextOutOfInfo() async throws {
        let session = try SampleSession(.fernetPSK)
        let capture = try workbench.file("session.pcap", CaptureFile(session.pair))
        let key = try workbench.file("keys", Sample.fernetKeyFile)
        let shown = try await workbench.tshark(capture, keyFile: key, [])
        #expect(shown.contains(SampleSession.marker))
        let hidden = try await workbench.tshark(
            capture, keyFile: key, ["-o", "fernwire.show_plaintext_in_info:FALSE"])
        #expect(!hidden.contains(SampleSession.marker))
        #expect(hidden.contains("Text (\(SampleSession.question.utf8.count) bytes)"))
    }

    /// Nowhere: not in tree, bytes, columns, nor what follows the stream.
    func expectNoPlaintext(_ capture: String, keyFile: String?) async throws {
        for form in [["-V", "-x"], ["-T", "json", "-x"], ["-T", "pdml"], [], ["-q", "-z", "follow,tcp,ascii,0"]] {
            let text = try await workbench.tshark(capture, keyFile: keyFile, form)
            #expect(text.count > 100)
            #expect(!text.contains(SampleSession.marker), "\(form)")
            #expect(!text.contains(SampleSession.marker.utf8.map { String($0, radix: 16) }.joined()), "\(form)")
        }
    }
}
