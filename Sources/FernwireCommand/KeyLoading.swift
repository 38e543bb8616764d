// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession

extension Credentials {
    /// Reads a pre-shared or private key.
    init(keyFile path: String?, keyID: String?) throws(CommandError) {
        self.init()
        guard let path else {
            guard keyID == nil else { throw CommandError("--key-id names the key of --key, which is missing") }
            return
        }
        var text = try FileAccess.readKey(path)
        defer { wipe(&text) }
        if text.starts(with: Array("-----BEGIN ".utf8)) {
            guard keyID == nil else {
                throw CommandError("--key-id is for a pre-shared key; \(path) holds a private key")
            }
            do { rsaKey = try RSAPrivateKey(pem: text.rawSpan) } catch { throw CommandError("\(path): \(error)") }
            return
        }
        guard let secret = SymmetricKeyText.decode(file: text) else {
            throw CommandError(
                "\(path): neither a pre-shared key (16 or 32 bytes: base64, as Fernet keys are, hexadecimal or bare)"
                    + " nor a private key in PEM")
        }
        presharedKeys = [PresharedKey(id: Array((keyID ?? "").utf8), secret: secret)]
    }
}
