// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// Sessions inside TLS, with certificates by openssl. PROTOCOL.md §13.
@Suite(.timeLimit(.minutes(5))) struct TLSTests {
    let keys: Keys
    let certificates: Certificates

    init() async throws {
        keys = try await Keys()
        certificates = try await Certificates()
    }

    private var server: [String] { keys.server("fernet-psk") + ["--message", "Hello Alice"] + certificates.server }

    private func ask(_ port: Int, _ options: [String], environment: [String: String] = [:]) async throws -> Child.Output
    {
        try await Programs.run(
            "fernwire-client", ["--port", "\(port)", "--message", "Hello Bob"] + keys.client("fernet-psk") + options,
            environment: environment)
    }

    @Test("A session inside TLS comes to its end in order, by address and by name, and TLS writes its own key log")
    func session() async throws {
        let log = certificates.path("tls.log")
        let served = try await Programs.serve("fernwire-server", server) { port in
            let asked = try await ask(port, certificates.client, environment: ["SSLKEYLOGFILE": log])
            #expect(asked.status.isSuccess && asked.text == "Hello Alice\n" && asked.error.isEmpty, "\(asked.error)")
            let named = try await ask(port, certificates.client + ["--host", "localhost"])
            #expect(named.status.isSuccess && named.text == "Hello Alice\n", "\(named.error)")
        }
        #expect(served.status.isSuccess && served.text.contains("client 1: ended\n"), "\(served.text)")
        let lines = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
        for label in ["CLIENT_HANDSHAKE_TRAFFIC_SECRET ", "SERVER_TRAFFIC_SECRET_0 "] {
            #expect(lines.contains { $0.hasPrefix(label) })
        }
        let mode = try FileManager.default.attributesOfItem(atPath: log)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test("A file passes through TLS whole") func file() async throws {
        let path = certificates.path("data.bin")
        let content = Data((0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 7919 >> 5) })
        try content.write(to: URL(filePath: path))
        let folder = certificates.path("saved")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        _ = try await Programs.serve("fernwire-server", server + ["--save-to", folder]) { port in
            let sent = try await Programs.run(
                "fernwire-client",
                ["--port", "\(port)", "--send-file", path] + keys.client("fernet-psk") + certificates.client)
            #expect(sent.status.isSuccess, "\(sent.error)")
        }
        #expect(try Data(contentsOf: URL(filePath: folder + "/data.bin")) == content)
    }

    @Test(
        "A client refuses a certificate of an unknown authority, and one for another name, before it says anything",
        arguments: [
            (["--tls-ca", "other.pem"], "no trusted authority"),
            (["--tls-ca", "ca.pem", "--tls-name", "example.org"], "another name or address"),
            ([], "no trusted authority"),
        ])
    func refusal(_ options: [String], _ reason: String) async throws {
        let served = try await Programs.serve("fernwire-server", server) { port in
            let paths = options.map { $0.hasSuffix(".pem") ? certificates.path($0) : $0 }
            let asked = try await ask(port, ["--tls"] + paths)
            #expect(!asked.status.isSuccess && asked.text.isEmpty)
            #expect(asked.error.contains("TLS: ") && asked.error.contains(reason), "\(asked.error)")
        }
        #expect(served.text.contains("client 1: connected") && !served.text.contains("established"))
    }

    @Test("A client that wants TLS and a server that has none do not get together, nor the other way round")
    func oneSided() async throws {
        _ = try await Programs.serve("fernwire-server", keys.server("fernet-psk")) { port in
            let asked = try await ask(port, certificates.client)
            #expect(!asked.status.isSuccess && asked.error.contains("TLS: "), "\(asked.error)")
        }
        let served = try await Programs.serve("fernwire-server", server) { port in
            let asked = try await ask(port, [])
            #expect(!asked.status.isSuccess && asked.text.isEmpty)
            let next = try await ask(port, certificates.client)
            #expect(next.status.isSuccess, "\(next.error)")
        }
        #expect(served.text.contains("established"))
    }

    @Test(
        "A server tells nothing to a client without the ALPN, with another one, or with TLS 1.2",
        arguments: [[], ["-alpn", "http/1.1"], ["-tls1_2", "-alpn", "fernwire/1"]])
    func otherClients(_ options: [String]) async throws {
        _ = try await Programs.serve("fernwire-server", server) { port in
            let script =
                "sleep 1 | openssl s_client -quiet -connect 127.0.0.1:\(port) \(options.joined(separator: " "))"
            let asked = try await Child.run(["sh", "-c", script])
            #expect(asked.text.isEmpty, "\(asked.text)")
            let next = try await ask(port, certificates.client)
            #expect(next.status.isSuccess, "\(next.error)")
        }
    }

    @Test(
        "A server does not begin with a certificate or a key that is of no use",
        arguments: [
            ("ca.key", "server.key", "does not hold certificates in PEM"),
            ("server.pem", "encrypted.key", "private key in PEM that is not encrypted"),
            ("server.pem", "missing", "private key in PEM"), ("server.pem", "other.key", "do not belong together"),
        ])
    func badFiles(_ certificate: String, _ key: String, _ reason: String) async throws {
        let options = [
            "--tls", "--tls-certificate", certificates.path(certificate), "--tls-key", certificates.path(key),
        ]
        let begun = try await Programs.run("fernwire-server", keys.server("fernet-psk") + options)
        #expect(!begun.status.isSuccess && begun.error.contains(reason), "\(begun.error)")
    }

    @Test(
        "Options of TLS that lack each other are an error of usage",
        arguments: [
            ("fernwire-server", ["--tls"]), ("fernwire-server", ["--tls-key", "x"]),
            ("fernwire-client", ["--tls-ca", "x"]),
        ])
    func usage(_ program: String, _ options: [String]) async throws {
        let begun = try await Programs.run(program, ["--port", "0"] + options)
        #expect(!begun.status.isSuccess && begun.error.contains("--tls"), "\(begun.error)")
    }
}
