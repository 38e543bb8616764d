// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FernwireConsole
import FernwireCrypto

/// Where the public key of a pair goes.
struct PublicOutput: ParsableArguments {
    @Option(
        name: .customLong("public-output"),
        help: ArgumentHelp("Write the public key, in PEM, to this file.", valueName: "file"))
    var path: String?

    func write(_ pem: [UInt8], replacing: Bool) throws {
        guard let path else { return }
        try FileAccess.create(path, pem, mode: 0o644, replacing: replacing)
    }
}

/// `fernwire keygen rsa`.
struct RSAKeygen: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rsa", abstract: "Make an RSA key pair: PKCS#8 in PEM, not encrypted.")

    @OptionGroup var output: KeyOutput

    @Option(help: ArgumentHelp("Bits of the modulus, 2048 to 8192.", valueName: "number"))
    var bits = 2048

    @OptionGroup var publicOutput: PublicOutput

    func validate() throws {
        guard RSAPublicKey.bits.contains(bits) else { throw ValidationError("--bits is 2048 to 8192, not \(bits).") }
    }

    func run() throws {
        let key = try RSAPrivateKey.generate(bits: bits)
        var text = key.pem()
        defer { wipe(&text) }
        try output.write(text)
        try publicOutput.write(key.publicPEM(), replacing: output.force)
    }
}

/// `fernwire keygen ed25519`.
struct Ed25519Keygen: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ed25519", abstract: "Make an Ed25519 identity: PKCS#8 in PEM, not encrypted.")

    @OptionGroup var output: KeyOutput
    @OptionGroup var publicOutput: PublicOutput

    func run() throws {
        let key = Ed25519PrivateKey.generate()
        var text = key.pem()
        defer { wipe(&text) }
        try output.write(text)
        try publicOutput.write(key.publicPEM(), replacing: output.force)
    }
}
