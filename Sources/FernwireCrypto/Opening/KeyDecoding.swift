// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// A key of any algorithm, as OpenSSL decoded it.
struct DecodedKey {
    /// The caller frees it.
    let key: OpaquePointer
    let isPrivate: Bool
}

/// Reads keys in whichever form people keep them. Nothing here ever asks for a passphrase.
enum KeyDecoding {
    /// Reads the first key of `bytes`, a text in PEM or one key or certificate in DER.
    static func decode(_ bytes: RawSpan) throws(ObservedKeyError) -> DecodedKey {
        guard let tags = DER.tags(of: bytes) else { return try pem(bytes) }
        guard let form = KeyForm(tags: tags) else { throw .noKey }
        defer { ERR_clear_error() }
        return try bytes.withOctets { (start, count) throws(ObservedKeyError) in
            try form.decode(UnsafeBufferPointer(start: start, count: count))
        }
    }

    /// Reads the first key of a text. Blocks that hold no key, such as the parameters of a curve, are skipped.
    private static func pem(_ text: RawSpan) throws(ObservedKeyError) -> DecodedKey {
        defer { ERR_clear_error() }
        return try text.withOctets { (start, count) throws(ObservedKeyError) in
            guard let count = Int32(exactly: count), let bio = BIO_new_mem_buf(start, count) else { throw .noKey }
            defer { BIO_free(bio) }
            while let block = PEMBlock(bio) {
                if block.isEncrypted { throw .encrypted }
                if let form = KeyForm(label: block.name) { return try form.decode(block.bytes) }
                if block.isOfAKey { throw .noKey }
            }
            throw .noKey
        }
    }
}
