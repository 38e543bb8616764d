// SPDX-License-Identifier: Apache-2.0
package import FernwireCrypto
import FernwireSession
import Glibc

/// Known peers in the manner of ssh: a line each of name, kind and public key in base64. Lines that are empty or begin
/// with `#` are passed over.
package struct TrustFile {
    /// A peer and what it is called.
    package struct Entry {
        package let name: String
        package let key: IdentityKey
    }

    package let path: String
    package private(set) var entries: [Entry] = []

    /// Reads the file; one that does not exist knows nobody yet.
    package init(path: String) throws(CommandError) {
        self.path = path
        guard access(path, F_OK) == 0 else { return }
        let lines = try FileAccess.read(path).split(separator: 0x0A, omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let words = line.split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
            guard let first = words.first, first.first != UInt8(ascii: "#") else { continue }
            guard words.count == 3, let entry = Entry(words.map { Array($0) }) else {
                throw CommandError(
                    "\(path): line \(index + 1) is not a name, ed25519 or rsa, and a public key in base64")
            }
            entries.append(entry)
        }
    }

    /// Returns the keys of the peers of this name.
    package func keys(of name: String) -> [IdentityKey] {
        entries.filter { $0.name == name }.map(\.key)
    }

    /// Returns the name of the first peer with this key; `nil` for an unknown one.
    package func name(of key: IdentityKey) -> String? {
        entries.first { $0.key == key }?.name
    }

    /// Appends a peer.
    package static func remember(_ name: String, _ key: IdentityKey, in path: String) throws(CommandError) {
        try FileAccess.append(path, Array((line(name, key) + "\n").utf8))
    }

    /// Returns the line of a peer, without its newline.
    package static func line(_ name: String, _ key: IdentityKey) -> String {
        var text: [UInt8] = []
        Base64URL.encode(key.der.span.bytes, into: &text)
        return "\(name) \(key.kindName) \(String(decoding: text, as: UTF8.self))"
    }
}

extension TrustFile.Entry {
    fileprivate init?(_ words: [[UInt8]]) {
        var der: [UInt8] = []
        let text = SymmetricKeyText.base64URL(words[2])
        guard Base64URL.decode(text.span.bytes, into: &der), let key = try? IdentityKey(der: der),
            let name = String(validating: words[0], as: UTF8.self), Array(key.kindName.utf8) == words[1]
        else { return nil }
        self.init(name: name, key: key)
    }
}

extension IdentityKey {
    /// The kind of the key in a trust file: `rsa` or `ed25519`.
    package var kindName: String {
        switch self {
        case .rsa: "rsa"
        case .ed25519: "ed25519"
        }
    }
}
