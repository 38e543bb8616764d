// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FernwireConsole
import FernwireCrypto
import FernwireSession

/// `fernwire keygen aes128`.
struct AES128Keygen: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "aes128", abstract: "Make a key of 16 bytes for AES-128, in hexadecimal.")

    @OptionGroup var output: KeyOutput

    func run() throws {
        try output.writeHex(.random(count: 16))
    }
}

/// `fernwire keygen aes256`.
struct AES256Keygen: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "aes256", abstract: "Make a key of 32 bytes for AES-256, in hexadecimal.")

    @OptionGroup var output: KeyOutput

    func run() throws {
        try output.writeHex(.random(count: 32))
    }
}

extension KeyOutput {
    fileprivate func writeHex(_ key: SecretBytes) throws {
        var text = SymmetricKeyText.hexadecimal(key)
        defer { wipe(&text) }
        try write(text)
    }
}
