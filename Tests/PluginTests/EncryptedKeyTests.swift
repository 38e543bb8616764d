// SPDX-License-Identifier: Apache-2.0
import DissectorTesting
import Foundation
import Testing

/// Private keys that a passphrase encrypts, as OpenSSL writes them, in Wireshark and by `fernwire explain`.
@Suite(.timeLimit(.minutes(5))) struct EncryptedKeyTests {
    let workbench: Workbench
    private let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        .appending(path: "fernwire").path()
    private static let passphrase = "a clever passphrase with # and blanks"

    init() throws {
        workbench = try Workbench()
    }

    /// How OpenSSL's command makes each form of the key `$1`, into `$2`, with the passphrase of the file `$3`.
    static let forms = [
        "PKCS#8": "openssl pkcs8 -topk8 -in $1 -out $2 -v2 aes-256-cbc -passout file:$3",
        "PKCS#8 with scrypt": "openssl pkcs8 -topk8 -in $1 -out $2 -scrypt -passout file:$3",
        "RFC 1421": "openssl rsa -traditional -aes128 -in $1 -out $2 -passout file:$3",
        "PKCS#12": "openssl pkcs12 -export -nocerts -inkey $1 -out $2 -passout file:$3",
    ]

    private func encrypt(_ form: String, to path: String, with passphrase: String) async throws {
        let command = try #require(Self.forms[form])
        let key = try workbench.sample("wrapped-session.pem")
        let made = try await workbench.run("sh", ["-c", command, "sh", key, path, passphrase])
        #expect(made.status.isSuccess, "\(made.error)")
    }

    @Test("A passphrase of the passphrase file opens an encrypted private key", arguments: forms.keys.sorted())
    func thePassphraseOpensIt(_ form: String) async throws {
        let capture = try workbench.sample("wrapped-session.pcapng")
        let right = try workbench.file("right", Array((Self.passphrase + "\n").utf8))
        let key = workbench.folder + "/home/encrypted"
        try await encrypt(form, to: key, with: right)
        let both = try workbench.file("both", Array("another\r\n\r\n\(Self.passphrase)\r\n".utf8))
        let wrong = try workbench.file("wrong", Array("another\n".utf8))
        let wrongs = try workbench.file("wrongs", Array("another\n\(Self.passphrase) \n".utf8))

        for (passphrases, reason) in [
            (right, nil), (both, nil), (wrong, "the passphrase of the passphrase file does not open it"),
            (wrongs, "none of the 2 passphrases of the passphrase file opens it"),
            (nil, "it takes a passphrase, and no passphrase file is named"),
        ] as [(String?, String?)] {
            let preference = passphrases.map { ["-o", "fernwire.passphrase_file:\($0)"] } ?? []
            let shown = try await workbench.tshark(capture, ["-V", "-o", "fernwire.key_file:\(key)"] + preference)
            let note = shown.components(separatedBy: "\n").first { $0.contains("No key in ") }
            #expect(shown.contains("Plaintext") == (reason == nil))
            #expect(
                note.map { $0.contains(reason ?? "nothing") && $0.contains(key) } ?? (reason == nil), "\(note ?? "")")
            let all = shown + (note ?? "")
            #expect(!all.contains("clever") && !all.contains("another"))
            let explained = try await workbench.run(
                program, ["explain", capture, "--keys", key] + (passphrases.map { ["--passphrase-file", $0] } ?? []))
            #expect(explained.status.isSuccess == (reason == nil), "\(explained.error)")
            #expect(reason.map(explained.error.contains) ?? explained.error.isEmpty, "\(explained.error)")
        }
    }

    @Test("An encrypted key among others opens in its place: what is after it is on the line of which problems tell")
    func linesStayWhereTheyAre() async throws {
        let passphrases = try workbench.file("passphrases", Array((Self.passphrase + "\n").utf8))
        let encrypted = workbench.folder + "/home/encrypted"
        try await encrypt("PKCS#8", to: encrypted, with: passphrases)
        let pem = try String(contentsOfFile: encrypted, encoding: .utf8)
        let key = try String(contentsOfFile: workbench.sample("first-session.key"), encoding: .utf8)
        let lines = "# of several\n\(key)\n" + pem + "no key at all\n"
        let all = try workbench.file("all", Array(lines.utf8))
        let wrong = lines.split(separator: "\n", omittingEmptySubsequences: false).count - 1
        let preferences = ["-o", "fernwire.key_file:\(all)", "-o", "fernwire.passphrase_file:\(passphrases)"]
        for capture in ["first-session", "wrapped-session"] {
            let shown = try await workbench.tshark(try workbench.sample(capture + ".pcapng"), ["-V"] + preferences)
            #expect(shown.contains("Plaintext"))
            #expect(shown.contains("all, line \(wrong): neither a Fernet key"))
        }
    }

    @Test("A passphrase file that cannot be read is named")
    func aMissingPassphraseFileIsSaid() async throws {
        let shown = try await workbench.tshark(
            try workbench.sample("wrapped-session.pcapng"), ["-V", "-o", "fernwire.passphrase_file:/nowhere/words"])
        #expect(shown.contains("Cannot read passphrases from /nowhere/words"))
    }

    /// Whoever sends a capture must not have the user's passphrases tried on what it brings.
    @Test("An encrypted key that a capture brings stays closed")
    func captureKeysAreNotDecrypted() async throws {
        let passphrases = try workbench.file("passphrases", Array((Self.passphrase + "\n").utf8))
        let encrypted = workbench.folder + "/home/encrypted"
        try await encrypt("PKCS#8", to: encrypted, with: passphrases)
        let plain = try String(contentsOfFile: workbench.sample("wrapped-session.pem"), encoding: .utf8)
        for (secrets, opens) in [(plain, true), (try String(contentsOfFile: encrypted, encoding: .utf8), false)] {
            let capture = try workbench.file(
                "with-\(opens).pcapng", Self.adding(Array(secrets.utf8), to: Workbench.bytes("wrapped-session.pcapng")))
            let shown = try await workbench.tshark(
                capture, ["-V", "-o", "fernwire.passphrase_file:\(passphrases)"])
            #expect(shown.contains("Plaintext") == opens)
        }
    }

    /// Returns a capture with a Decryption Secrets Block after its section header.
    private static func adding(_ secrets: [UInt8], to capture: [UInt8]) -> [UInt8] {
        func bytes(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
        let padded = secrets + [UInt8](repeating: 0, count: (4 - secrets.count % 4) % 4)
        let length = bytes(padded.count + 20)
        let block = bytes(0xA) + length + bytes(0x4657_4B46) + bytes(secrets.count) + padded + length
        let end = (0..<4).reduce(0) { $0 | Int(capture[4 + $1]) << (8 * $1) }
        return capture[..<end] + block + capture[end...]
    }
}
