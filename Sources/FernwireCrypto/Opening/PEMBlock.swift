// SPDX-License-Identifier: Apache-2.0
import COpenSSL
import Glibc

/// A block between BEGIN and END, RFC 7468, whose bytes are wiped with it.
struct PEMBlock: ~Copyable {
    let name: String
    /// The bytes, for as long as the block lives.
    let bytes: UnsafeBufferPointer<UInt8>
    /// Whether a header of RFC 1421 says that a passphrase is needed.
    let isEncrypted: Bool

    private let start: UnsafeMutablePointer<UInt8>?

    /// Reads the next block of `bio`, whatever it holds.
    init?(_ bio: OpaquePointer) {
        var (name, header): (UnsafeMutablePointer<CChar>?, UnsafeMutablePointer<CChar>?) = (nil, nil)
        var start: UnsafeMutablePointer<UInt8>?
        var count = 0
        guard PEM_read_bio(bio, &name, &header, &start, &count) == 1, let name, let header else { return nil }
        defer {
            CRYPTO_free(name, nil, 0)
            CRYPTO_free(header, nil, 0)
        }
        self.name = String(cString: name)
        self.start = start
        bytes = UnsafeBufferPointer(start: start, count: start == nil ? 0 : count)
        isEncrypted = strstr(header, "ENCRYPTED") != nil
    }

    deinit {
        CRYPTO_clear_free(start, bytes.count, nil, 0)
    }

    /// Whether the block is a private key that takes a passphrase, in either form.
    var takesPassphrase: Bool { isEncrypted || KeyForm(label: name) == .encrypted }

    /// Whether the name promises a key or a certificate.
    var isOfAKey: Bool {
        name.hasSuffix("PRIVATE KEY") || name.hasSuffix("PUBLIC KEY") || name.hasSuffix("CERTIFICATE")
    }
}
