// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// An authority, a server's certificate for localhost and 127.0.0.1 that it issued, and another authority; made by openssl.
final class Certificates: Sendable {
    let folder: String

    init() async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "fernwire-tls-\(UUID())").path()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -noenc -days 2"
        let script = """
            set -e; cd '\(folder)'
            openssl req -x509 \(key) -subj '/CN=Test authority' -keyout ca.key -out ca.pem
            openssl req -x509 \(key) -subj '/CN=Another authority' -keyout other.key -out other.pem
            openssl req \(key) -subj /CN=localhost -keyout server.key -out server.csr
            printf 'subjectAltName=DNS:localhost,IP:127.0.0.1' >names
            openssl x509 -req -days 2 -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -extfile names -out server.pem
            openssl pkey -in server.key -aes256 -passout pass:secret -out encrypted.key
            """
        let made = try await Child.run(["sh", "-c", script])
        try #require(made.status.isSuccess, "\(made.error)")
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    func path(_ name: String) -> String { folder + "/" + name }

    var server: [String] { ["--tls", "--tls-certificate", path("server.pem"), "--tls-key", path("server.key")] }
    var client: [String] { ["--tls", "--tls-ca", path("ca.pem")] }
}
