// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// Decrypts under a cipher that authenticates nothing: what comes out is right only as far as something else says so.
public struct SymmetricCipher: Sendable {
    public let mode: Mode
    /// The number of bytes of a key.
    public let keyLength: Int

    private let cipher: Fetched

    private static let fetched: [String: Fetched] = {
        var fetched: [String: Fetched] = [:]
        for mode in Mode.allCases {
            for length in mode.keyLengths {
                let name = mode.openSSLName(keyLength: length)
                fetched[name] = Fetched.cipher(name)
            }
        }
        return fetched
    }()

    /// - Returns: `nil` unless `keyLength` is one of the mode's ``Mode/keyLengths``, or if this OpenSSL has no such
    ///   cipher.
    public init?(_ mode: Mode, keyLength: Int) {
        guard mode.keyLengths.contains(keyLength),
            let cipher = Self.fetched[mode.openSSLName(keyLength: keyLength)]
        else { return nil }
        self.mode = mode
        self.keyLength = keyLength
        self.cipher = cipher
    }

    /// Decrypts `bytes`, which do not hold the initialisation vector.
    ///
    /// - Returns: `nil` when key or initialisation vector have a length that the cipher does not take, when a mode of
    ///   whole blocks gets another length, or when the padding does not hold.
    public func decrypt(_ bytes: RawSpan, key: RawSpan, iv: RawSpan, padding: CipherPadding) -> [UInt8]? {
        guard key.byteCount == keyLength, mode.ivLengths.contains(iv.byteCount),
            !mode.takesWholeBlocks || bytes.byteCount % mode.block == 0,
            var plaintext = run(bytes, key: key, iv: iv)
        else { return nil }
        guard let length = padding.unpaddedLength(of: plaintext, block: mode.block) else {
            wipe(&plaintext)
            return nil
        }
        plaintext.removeLast(plaintext.count - length)
        return plaintext
    }

    private func run(_ bytes: RawSpan, key: RawSpan, iv: RawSpan) -> [UInt8]? {
        guard let length = Int32(exactly: bytes.byteCount) else { return nil }
        defer { ERR_clear_error() }
        guard let context = EVP_CIPHER_CTX_new() else { return nil }
        defer { EVP_CIPHER_CTX_free(context) }
        var prepared = mode.openSSLKey(key)
        defer { wipe(&prepared) }
        guard EVP_DecryptInit_ex2(context, cipher.pointer, prepared, mode.openSSLVector(iv), nil) == 1,
            EVP_CIPHER_CTX_set_padding(context, 0) == 1
        else { return nil }
        // Without padding, OpenSSL holds nothing back, and writes as much as it reads.
        var plaintext = [UInt8](repeating: 0, count: bytes.byteCount)
        guard length > 0 else { return plaintext }
        var written: Int32 = 0
        let result = bytes.withOctets { start, _ in
            EVP_DecryptUpdate(context, &plaintext, &written, start, length)
        }
        guard result == 1, written == length else {
            wipe(&plaintext)
            return nil
        }
        return plaintext
    }
}
