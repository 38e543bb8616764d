// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import KaitaiStruct
import WireSchema

// Processes that decrypt under a symmetric key.
extension OperationRegistry {
    static let ciphers: [ProcessOperation] = [
        ProcessOperation(
            name: "fernet", summary: "a Fernet token; its HMAC is checked first",
            signature: Signature([.key()]), isAuthenticated: true
        ) { (call) throws(ReadFailure) in
            guard FernetCipher.flaw(in: call.input.rawSpan) == nil else { throw ReadFailure(.sealed(.form)) }
            return try call.firstSecret(0) { (secret) throws(ReadFailure) in
                guard let key = fernetKey(secret) else { return nil }
                var plaintext: [UInt8] = []
                let isOpen: Void? = try? FernetCipher(key: key).open(
                    call.input.rawSpan, appendingTo: &plaintext)
                return isOpen == nil ? nil : plaintext
            }
        },
        mode("aes_cbc", .aesCBC, summary: "AES in CBC"), mode("aes_ctr", .aesCTR, summary: "AES in CTR"),
        mode("aes_cfb", .aesCFB, summary: "AES in CFB with feedback of 128 bits"),
        mode("aes_cfb8", .aesCFB8, summary: "AES in CFB with feedback of 8 bits"),
        mode("aes_ofb", .aesOFB, summary: "AES in OFB"),
        mode("aes_ecb", .aesECB, summary: "AES in ECB"),
        mode("des3_cbc", .tripleDESCBC, summary: "DES three times, in CBC"),
        mode("chacha20", .chacha20, summary: "ChaCha20, whose IV is a nonce of 12 bytes or a counter and nonce of 16"),
        aead("aes_gcm", .aesGCM, summary: "AES in GCM"), aead("aes_ccm", .aesCCM, summary: "AES in CCM"),
        aead("chacha20_poly1305", .chacha20Poly1305, summary: "ChaCha20-Poly1305"),
        ProcessOperation(
            name: "toy_block",
            summary:
                "the four-byte cipher of reference system 4 under a key of 16 bits, without the zeros before the text",
            signature: Signature([.number("key")]), weakness: .toy
        ) { (call) throws(ReadFailure) in
            guard let key = UInt16(exactly: try call.number(0)) else { throw ReadFailure(.sealed(.form)) }
            let padded = try formed(ToyCipher(key: key).decrypt(call.input.rawSpan))
            return Array(padded.drop { $0 == 0 })
        },
    ]

    /// A key of 32 bytes, or of 44 characters.
    private static func fernetKey(_ secret: SecretBytes) -> FernetKey? {
        if secret.count == FernetKey.length { return FernetKey(secret: secret) }
        var text = Array(secret.bytes)
        defer { wipe(&text) }
        while let last = text.last, last == 0x0A || last == 0x0D { text.removeLast() }
        return try? FernetKey(text: text.rawSpan)
    }

    private static func mode(_ name: String, _ mode: SymmetricCipher.Mode, summary what: String) -> ProcessOperation {
        let isWhole = mode.takesWholeBlocks
        let takesIV = !mode.ivLengths.isEmpty && mode.ivLengths != [0]
        let iv = takesIV ? [Parameter.bytes("iv").optional] : []
        let words = CipherPadding.allCases.map(\.rawValue)
        let padding = isWhole ? [Parameter.word("padding", of: words).optional] : []
        var summary = what
        if takesIV { summary += "; without `iv`, the first bytes are the IV" }
        if isWhole { summary += "; the padding is `\"pkcs7\"` unless another is named" }
        return ProcessOperation(
            name: name, summary: summary, signature: Signature([.key()] + iv + padding),
            weakness: mode == .aesECB ? .ecb : nil
        ) { (call) throws(ReadFailure) in
            let ivLength = takesIV ? mode.ivLengths.max() ?? 0 : 0
            var iv: [UInt8] = []
            var ciphertext = call.input[...]
            if takesIV, call.has(1) {
                iv = try call.bytes(1)
            } else if takesIV {
                guard call.input.count >= ivLength else { throw ReadFailure(.sealed(.form)) }
                iv = Array(ciphertext.prefix(ivLength))
                ciphertext = ciphertext.dropFirst(ivLength)
            }
            guard !isWhole || ciphertext.count % mode.block == 0 else { throw ReadFailure(.sealed(.form)) }
            let place = takesIV ? 2 : 1
            let padding = call.has(place) ? CipherPadding(rawValue: try call.text(place)) ?? .none : .pkcs7
            let bytes = Array(ciphertext)
            return try call.firstSecret(0) { (secret) throws(ReadFailure) in
                let plaintext = SymmetricCipher(mode, keyLength: secret.count)?.decrypt(
                    bytes.rawSpan, key: secret.bytes, iv: iv.rawSpan, padding: isWhole ? padding : .none)
                if takesIV, plaintext != nil { call.note(iv: iv, key: secret) }
                return plaintext
            }
        }
    }

    private static func aead(
        _ name: String, _ algorithm: AEADOpening.Algorithm, summary what: String
    ) -> ProcessOperation {
        ProcessOperation(
            name: name,
            summary: what + "; without `tag`, the last 16 bytes are the tag, which is checked first",
            signature: Signature([
                .key(), .bytes("nonce"), .bytes("associated").optional, .bytes("tag").optional,
            ]), isAuthenticated: true
        ) { (call) throws(ReadFailure) in
            let (nonce, associated) = (try call.bytes(1), try call.bytes(2))
            var (ciphertext, tag) = (call.input, try call.bytes(3))
            if !call.has(3) {
                guard call.input.count >= 16 else { throw ReadFailure(.sealed(.form)) }
                tag = Array(ciphertext.suffix(16))
                ciphertext.removeLast(16)
            }
            guard algorithm.nonceLengths.contains(nonce.count), algorithm.tagLengths.contains(tag.count) else {
                throw ReadFailure(.sealed(.form))
            }
            return try call.firstSecret(0) { (secret) throws(ReadFailure) in
                let plaintext = AEADOpening(algorithm, keyLength: secret.count)?.open(
                    ciphertext.rawSpan, tag: tag.rawSpan, key: secret.bytes, nonce: nonce.rawSpan,
                    associated: associated.rawSpan)
                if plaintext != nil { call.note(iv: nonce, key: secret) }
                return plaintext
            }
        }
    }
}
