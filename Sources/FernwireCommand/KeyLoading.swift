// SPDX-License-Identifier: Apache-2.0
import FernwireConsole
import FernwireCrypto
import FernwireSession

extension Credentials {
    /// Adds the pre-shared or private key of a file.
    mutating func addKey(_ path: String, id: String?) throws(CommandError) {
        var text = try FileAccess.readKey(path)
        defer { wipe(&text) }
        if text.starts(with: Array("-----BEGIN ".utf8)) {
            guard id == nil else {
                throw CommandError("--key-id is for a pre-shared key; \(path) holds a private key")
            }
            return try add(path, text)
        }
        guard let secret = SymmetricKeyText.decode(file: text) else {
            throw CommandError(
                "\(path): neither a pre-shared key (16 or 32 bytes: base64, as Fernet keys are, hexadecimal or bare)"
                    + " nor a private key in PEM")
        }
        // How a key of 32 bytes is written tells what it was made for; --suite says otherwise.
        var line = text
        defer { wipe(&line) }
        while let last = line.last, last == 0x0A || last == 0x0D { line.removeLast() }
        let isFernetKey = (try? FernetKey(text: line.span.bytes)) != nil
        let suite: CipherSuite? =
            secret.count == FernetKey.length ? isFernetKey ? .fernetPSK : .aes256GCMPSK : nil
        presharedKeys = [PresharedKey(id: Array((id ?? "").utf8), secret: secret, suite: suite?.id)]
    }

    /// Adds the private key of a file.
    mutating func addIdentity(_ path: String) throws(CommandError) {
        var text = try FileAccess.readKey(path)
        defer { wipe(&text) }
        try add(path, text)
    }

    private mutating func add(_ path: String, _ text: [UInt8]) throws(CommandError) {
        do {
            switch try PrivateKey(pem: text.span.bytes) {
            case .rsa(let key): rsaKey = key
            case .ed25519(let key): ed25519Key = key
            }
        } catch {
            throw CommandError("\(path): \(error)")
        }
    }
}
