// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FernwireConsole
import FernwireCrypto

/// `fernwire public-key`.
struct PublicKeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "public-key",
        abstract: "Show the public key of a private or public key file, to hand to the other side.",
        discussion: """
            Prints PEM, for --peer-key; with --name a line for the other side's --trust file; with --fingerprint what \
            people read to each other to see that it arrived unchanged.
            """)

    @Argument(help: ArgumentHelp("Private or public key, RSA or Ed25519, in PEM.", valueName: "file"))
    var file: String

    @Option(help: ArgumentHelp("Print a line for a --trust file: HOST:PORT of a server, any word for a client."))
    var name: String?

    @Flag(help: "Print the fingerprint.")
    var fingerprint = false

    func validate() throws {
        if let name, name.isEmpty || name.contains(where: \.isWhitespace) || name.hasPrefix("#") {
            throw ValidationError("--name is one word, and does not begin with #.")
        }
        if name != nil, fingerprint { throw ValidationError("--name or --fingerprint, not both.") }
    }

    func run() throws {
        var text = try FileAccess.read(file)
        defer { wipe(&text) }
        let key: IdentityKey
        do throws(KeyError) {
            let isPublic = text.starts(with: Array("-----BEGIN PUBLIC KEY-----".utf8))
            key = isPublic ? try IdentityKey(pem: text.span.bytes) : try PrivateKey(pem: text.span.bytes).publicKey
        } catch {
            throw CommandError("\(file): \(error)")
        }
        if let name {
            StandardOutput.write(line: TrustFile.line(name, key))
        } else if fingerprint {
            StandardOutput.write(line: "\(key.kindName) \(key.fingerprint)")
        } else {
            StandardOutput.write(key.pem)
        }
    }
}
