// SPDX-License-Identifier: Apache-2.0
import FernwireNIO
import Foundation
import Testing

/// The files that TLS takes. Tests of the programs have real certificates.
@Suite(.timeLimit(.minutes(1))) struct TransportSecurityTests {
    @Test("A file of certificates that is missing, or has none, is an error that names it")
    func noCertificates() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "fernwire-\(UUID()).pem").path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let texts: [String?] = [nil, "", "no certificate\n"]
        for text in texts {
            if let text { try Data(text.utf8).write(to: URL(filePath: path)) }
            #expect(throws: TransportFailure.unreadable(path, "certificates in PEM")) {
                _ = try TransportSecurity(authorities: path, host: "127.0.0.1", name: nil, keyLog: nil)
            }
            #expect(throws: TransportFailure.unreadable(path, "certificates in PEM")) {
                _ = try TransportSecurity(certificates: path, key: path, keyLog: nil)
            }
        }
    }
}
