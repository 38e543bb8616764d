// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// Decrypts private keys that a passphrase encrypts: in PEM, of PKCS#8 (RFC 5958) or in the form before it (RFC 1421), and in a
/// PKCS#12 file (RFC 7292).
public enum EncryptedKeys {
    /// The most keys of a text that are decrypted.
    static let limit = 16

    private static let (begin, end) = (Array("-----BEGIN ".utf8), Array("-----END ".utf8))

    /// Decrypts the private keys of a text that a passphrase opens.
    ///
    /// - Returns: the text with each opened key in its place, unencrypted and in PEM. Everything else stays on the line on which it
    ///   was. `nil` if no key was opened. The caller wipes the result.
    public static func decrypt(_ text: [UInt8], with passphrases: Passphrases) -> [UInt8]? {
        defer { ERR_clear_error() }
        var budget = DerivationBudget()
        if isPKCS12(text) { return pkcs12(text, with: passphrases, within: &budget) }
        let encrypted = passphrases.isEmpty ? [] : blocks(of: text).filter { isEncrypted(text[$0]) }
        guard !encrypted.isEmpty else { return nil }
        var opened: [UInt8] = []
        // What grows by copying would leave copies of secrets behind, and a decrypted key takes about as much as an encrypted one.
        opened.reserveCapacity(2 * text.count + 4096)
        var copied = 0
        for block in encrypted.prefix(limit) {
            guard var key = key(of: text[block], with: passphrases, within: &budget) else { continue }
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
        PEM.withBlock(of: block) { $0.takesPassphrase } ?? false
    }

    /// Whether `bytes` are a PKCS#12 file.
    public static func isPKCS12(_ bytes: [UInt8]) -> Bool { PKCS12File.begins(bytes.span.bytes) }

    /// Returns the private key of a block, unencrypted in PEM.
    private static func key(
        of block: ArraySlice<UInt8>, with passphrases: Passphrases, within budget: inout DerivationBudget
    ) -> [UInt8]? {
        let rounds = PEM.derivationRounds(block)
        for passphrase in passphrases.all {
            guard budget.take(rounds) else { return nil }
            guard let key = PEM.encryptedKey(block, passphrase) else { continue }
            defer { EVP_PKEY_free(key) }
            return PEM.privateKey(key)
        }
        return nil
    }

    /// Returns the private key of a PKCS#12 file, unencrypted in PEM. Such a file may also have no passphrase, or an empty one.
    private static func pkcs12(
        _ bytes: [UInt8], with passphrases: Passphrases, within budget: inout DerivationBudget
    ) -> [UInt8]? {
        guard let file = PKCS12File(bytes) else { return nil }
        let empty = SecretBytes(count: 0) { (_) throws(Never) in }
        for passphrase in [nil, empty] + passphrases.all {
            guard let key = file.key(passphrase, within: &budget) else { continue }
            defer { EVP_PKEY_free(key) }
            return PEM.privateKey(key)
        }
        return nil
    }
}
