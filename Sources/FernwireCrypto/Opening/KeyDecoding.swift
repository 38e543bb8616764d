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
        try isOneSequence(bytes) ? der(bytes) : pem(bytes)
    }

    /// Reads the first key of a text in PEM. Blocks that hold no key, such as the parameters of a curve, are skipped.
    static func pem(_ text: RawSpan) throws(ObservedKeyError) -> DecodedKey {
        defer { ERR_clear_error() }
        let found = text.withOctets { start, count -> Result<DecodedKey, ObservedKeyError>? in
            guard let count = Int32(exactly: count), let bio = BIO_new_mem_buf(start, count) else { return nil }
            defer { BIO_free(bio) }
            while let block = PEMBlock(bio) {
                if let found = key(of: block) { return found }
            }
            return nil
        }
        guard let found else { throw .noKey }
        return try found.get()
    }

    /// - Returns: `nil` for a block of a name that no key has.
    private static func key(of block: borrowing PEMBlock) -> Result<DecodedKey, ObservedKeyError>? {
        if block.isEncrypted { return .failure(.encrypted) }
        let decoded: DecodedKey? =
            switch block.name {
            case "PRIVATE KEY": privateKey(block.bytes, DER.pkcs8)
            case "RSA PRIVATE KEY": privateKey(block.bytes, DER.rsaPrivate)
            case "EC PRIVATE KEY": privateKey(block.bytes, DER.ellipticPrivate)
            case "PUBLIC KEY": publicKey(block.bytes, DER.publicKeyInfo)
            case "RSA PUBLIC KEY": publicKey(block.bytes, DER.rsaPublic)
            case "CERTIFICATE", "X509 CERTIFICATE": publicKey(block.bytes, DER.certificate)
            default: nil
            }
        if let decoded { return .success(decoded) }
        return block.isOfAKey ? .failure(.noKey) : nil
    }

    /// Reads DER that is one private or public key or one certificate.
    static func der(_ bytes: RawSpan) throws(ObservedKeyError) -> DecodedKey {
        defer { ERR_clear_error() }
        guard isOneSequence(bytes) else { throw .noKey }
        let found = bytes.withOctets { start, count -> Result<DecodedKey, ObservedKeyError> in
            let bytes = UnsafeBufferPointer(start: start, count: count)
            // Before OpenSSL sees it, which might ask.
            if DER.isEncrypted(bytes) { return .failure(.encrypted) }
            for form in [DER.pkcs8, DER.rsaPrivate, DER.ellipticPrivate] {
                if let key = privateKey(bytes, form) { return .success(key) }
            }
            for form in [DER.publicKeyInfo, DER.rsaPublic, DER.certificate] {
                if let key = publicKey(bytes, form) { return .success(key) }
            }
            return .failure(.noKey)
        }
        return try found.get()
    }

    private typealias Form = (UnsafeBufferPointer<UInt8>) -> OpaquePointer?

    private static func privateKey(_ bytes: UnsafeBufferPointer<UInt8>, _ form: Form) -> DecodedKey? {
        form(bytes).map { DecodedKey(key: $0, isPrivate: true) }
    }

    private static func publicKey(_ bytes: UnsafeBufferPointer<UInt8>, _ form: Form) -> DecodedKey? {
        form(bytes).map { DecodedKey(key: $0, isPrivate: false) }
    }

    /// Whether `bytes` is one SEQUENCE of a definite length, and nothing after it.
    private static func isOneSequence(_ bytes: RawSpan) -> Bool {
        bytes.withUnsafeBytes { bytes in
            guard bytes.count >= 2, bytes[0] == 0x30 else { return false }
            if bytes[1] < 0x80 { return bytes.count == 2 + Int(bytes[1]) }
            let digits = Int(bytes[1] & 0x7F)
            guard (1...4).contains(digits), bytes.count > 2 + digits else { return false }
            let length = bytes[2..<2 + digits].reduce(0) { $0 << 8 | Int($1) }
            return bytes.count == 2 + digits + length
        }
    }
}
