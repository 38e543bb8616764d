// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// Keys of any algorithm in PEM.
enum PEM {
    /// Returns the first private key of a text. The caller frees it.
    static func privateKey(_ text: RawSpan) throws(KeyError) -> OpaquePointer {
        let (decoded, wasAsked) = text.withUnsafeBytes { text -> (OpaquePointer?, Bool) in
            guard let bio = BIO_new_mem_buf(text.baseAddress, Int32(clamping: text.count)) else { return (nil, false) }
            defer { BIO_free(bio) }
            // OpenSSL without a callback asks for a passphrase on the terminal, in the middle of Wireshark.
            var wasAsked = false
            let key = PEM_read_bio_PrivateKey(
                bio, nil,
                { _, _, _, asked in
                    asked?.storeBytes(of: true, as: Bool.self)
                    return -1
                }, &wasAsked)
            return (key, wasAsked)
        }
        ERR_clear_error()
        guard let decoded else { throw wasAsked ? .encrypted : .notAPrivateKey }
        return decoded
    }

    /// Returns the private key of a text that `passphrase` opens. The caller frees it.
    static func encryptedKey(_ text: ArraySlice<UInt8>, _ passphrase: SecretBytes) -> OpaquePointer? {
        text.withUnsafeBufferPointer { text in
            guard let bio = BIO_new_mem_buf(text.baseAddress, Int32(clamping: text.count)) else { return nil }
            defer { BIO_free(bio) }
            var given = passphrase.pointer
            return PEM_read_bio_PrivateKey(
                bio, nil,
                { buffer, room, _, given in
                    guard let buffer, let given = given?.load(as: UnsafeRawBufferPointer.self), given.count <= room
                    else { return -1 }
                    UnsafeMutableRawBufferPointer(start: buffer, count: Int(room)).copyMemory(from: given)
                    return Int32(given.count)
                }, &given)
        }
    }

    /// Hands over the first block of a text; `nil` if it has none.
    static func withBlock<Result>(of text: ArraySlice<UInt8>, _ body: (borrowing PEMBlock) -> Result) -> Result? {
        text.withUnsafeBufferPointer { text in
            guard let bio = BIO_new_mem_buf(text.baseAddress, Int32(clamping: text.count)) else { return nil }
            defer { BIO_free(bio) }
            guard let block = PEMBlock(bio) else { return nil }
            return body(block)
        }
    }

    /// Returns what it costs to try a passphrase on the encrypted key of a text, in rounds; `nil` if that is not known.
    static func derivationRounds(_ text: ArraySlice<UInt8>) -> Int? {
        let rounds = withBlock(of: text) { block -> Int? in
            // The form of RFC 1421 hashes once. A block of both forms is none that anyone writes.
            if block.isEncrypted { return KeyForm(label: block.name) == .encrypted ? nil : 1 }
            guard let key = DER.encryptedKey(block.bytes) else { return nil }
            defer { X509_SIG_free(key) }
            var algorithm: UnsafePointer<X509_ALGOR>?
            X509_SIG_get0(key, &algorithm, nil)
            return DerivationCost.rounds(of: algorithm)
        }
        return rounds ?? nil
    }

    /// Returns the first public key of a text, a SubjectPublicKeyInfo. The caller frees it.
    static func publicKey(_ text: RawSpan) throws(KeyError) -> OpaquePointer {
        let decoded = text.withUnsafeBytes { text -> OpaquePointer? in
            guard let bio = BIO_new_mem_buf(text.baseAddress, Int32(clamping: text.count)) else { return nil }
            defer { BIO_free(bio) }
            return PEM_read_bio_PUBKEY(bio, nil, { _, _, _, _ in -1 }, nil)
        }
        ERR_clear_error()
        guard let decoded else { throw .notAPublicKey }
        return decoded
    }

    /// Returns a private key as unencrypted PKCS#8. The caller wipes it.
    static func privateKey(_ key: OpaquePointer) -> [UInt8] {
        write { PEM_write_bio_PKCS8PrivateKey($0, key, nil, nil, 0, nil, nil) }
    }

    /// Returns a public key as SubjectPublicKeyInfo.
    static func publicKey(_ key: OpaquePointer) -> [UInt8] {
        write { PEM_write_bio_PUBKEY($0, key) }
    }

    private static func write(_ body: (OpaquePointer) -> Int32) -> [UInt8] {
        // Secure memory is wiped when freed.
        let bio = must(BIO_new(BIO_s_secmem()))
        defer { BIO_free(bio) }
        must(body(bio))
        var bytes = [UInt8](repeating: 0, count: BIO_ctrl_pending(bio))
        let count = bytes.withUnsafeMutableBytes { BIO_read(bio, $0.baseAddress, Int32($0.count)) }
        precondition(Int(count) == bytes.count)
        return bytes
    }
}
