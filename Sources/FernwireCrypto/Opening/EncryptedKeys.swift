// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// Decrypts private keys that a passphrase encrypts: in PEM, of PKCS#8 (RFC 5958) or in the form before it (RFC 1421), and in a
/// PKCS#12 file (RFC 7292).
public enum EncryptedKeys {
    /// The most keys of a text that are decrypted.
    static let limit = 16

    private static let (begin, end) = (Array("-----BEGIN ".utf8), Array("-----END ".utf8))

    /// Decrypts what of a text a passphrase opens.
    ///
    /// - Returns: a text in which each key stands unencrypted in PEM, on the line where it stood encrypted, and so does all else; or
    ///   `nil` if no key was opened. The caller wipes it.
    public static func decrypt(_ text: [UInt8], with passphrases: Passphrases) -> [UInt8]? {
        defer { ERR_clear_error() }
        if isPKCS12(text) { return pkcs12(text, passphrases) }
        let encrypted = passphrases.isEmpty ? [] : blocks(of: text).filter { isEncrypted(text[$0]) }
        guard !encrypted.isEmpty else { return nil }
        var opened: [UInt8] = []
        // What grows by copying would leave copies of secrets behind, and a decrypted key takes about as much as an encrypted one.
        opened.reserveCapacity(2 * text.count + 4096)
        var copied = 0
        for block in encrypted.prefix(limit) {
            guard var key = key(text[block], passphrases) else { continue }
            defer { wipe(&key) }
            opened += text[copied..<block.lowerBound]
            opened += key
            // As many lines as before, so that what comes later is on the line of which problems tell.
            let newline = UInt8(ascii: "\n")
            let missing = text[block].count { $0 == newline } - key.count { $0 == newline }
            opened += repeatElement(newline, count: max(missing, 0))
            copied = block.upperBound
        }
        guard copied > 0 else { return nil }
        opened += text[copied...]
        return opened
    }

    /// The blocks in PEM, from BEGIN to the end of the line of END.
    private static func blocks(of text: [UInt8]) -> [Range<Int>] {
        var (blocks, start): ([Range<Int>], Int?) = ([], nil)
        var offset = 0
        while offset < text.count {
            let end = text[offset...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? text.count
            let line = text[offset..<end]
            if line.starts(with: begin) {
                start = offset
            } else if line.starts(with: Self.end), let first = start {
                blocks.append(first..<end)
                start = nil
            }
            offset = end
        }
        return blocks
    }

    private static func isEncrypted(_ block: ArraySlice<UInt8>) -> Bool {
        let lines = block.split(separator: UInt8(ascii: "\n"), maxSplits: 2)
        return lines.first?.starts(with: Array("-----BEGIN ENCRYPTED PRIVATE KEY-----".utf8)) == true
            || lines.dropFirst().first?.starts(with: Array("Proc-Type: 4,ENCRYPTED".utf8)) == true
    }

    /// Whether `bytes` are a PKCS#12 file: the version, the content, and what authenticates it.
    public static func isPKCS12(_ bytes: [UInt8]) -> Bool {
        DER.tags(of: bytes.span.bytes) == [0x02, 0x30, 0x30]
    }

    /// Returns the private key of a block, unencrypted in PEM.
    private static func key(_ block: ArraySlice<UInt8>, _ passphrases: Passphrases) -> [UInt8]? {
        for passphrase in passphrases.all {
            guard let key = PEM.encryptedKey(block, passphrase) else { continue }
            defer { EVP_PKEY_free(key) }
            return PEM.privateKey(key)
        }
        return nil
    }

    /// Returns the private key of a PKCS#12 file, unencrypted in PEM. Such a file may also have no passphrase, or an empty one.
    private static func pkcs12(_ bytes: [UInt8], _ passphrases: Passphrases) -> [UInt8]? {
        guard let file = DER.pkcs12(bytes) else { return nil }
        defer { PKCS12_free(file) }
        func key(_ passphrase: UnsafePointer<CChar>?) -> [UInt8]? {
            guard PKCS12_verify_mac(file, passphrase, -1) == 1 else { return nil }
            var key: OpaquePointer?
            guard PKCS12_parse(file, passphrase, &key, nil, nil) == 1, let key else { return nil }
            defer { EVP_PKEY_free(key) }
            return PEM.privateKey(key)
        }
        if let key = key(nil) ?? key("") { return key }
        for passphrase in passphrases.all {
            // With the NUL that ends C's strings.
            let text = SecretBytes(count: passphrase.count + 1) { (target) throws(Never) in
                target.copyBytes(from: passphrase.pointer)
            }
            if let key = key(text.pointer.bindMemory(to: CChar.self).baseAddress) { return key }
        }
        return nil
    }
}
