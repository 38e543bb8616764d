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
            guard keyID == nil else { throw CommandError("--key-id is for a Fernet key; \(path) holds a private key") }
            do { rsaKey = try RSAPrivateKey(pem: text.rawSpan) } catch { throw CommandError("\(path): \(error)") }
            return
        }
        while let last = text.last, last == UInt8(ascii: "\n") || last == UInt8(ascii: "\r") { text.removeLast() }
        do {
            presharedKey = PresharedKey(id: Array((keyID ?? "").utf8), key: try FernetKey(text: text.rawSpan))
        } catch {
            throw CommandError("\(path): neither a Fernet key (44 characters of base64url) nor a private key in PEM")
        }
    }
}
