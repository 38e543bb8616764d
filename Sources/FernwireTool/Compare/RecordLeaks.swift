// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession
import FernwireWire

// What a record tells whoever has no key.
extension CipherSuite {
    /// When the record says that it was made, in seconds since 1970; `nil` in suites without Fernet tokens.
    func timestamp(ofRecord payload: RawSpan) -> UInt64? {
        guard case .token(let offset) = initialValue, payload.byteCount > offset else { return nil }
        return TokenHead(payload.extracting(offset..<payload.byteCount))?.timestamp
    }

    /// How many bytes of content a record of this payload may have; `nil` when no record has such a payload.
    func contentLengths(ofRecord payload: RawSpan) -> ClosedRange<Int>? {
        let prefix = RecordPlaintext.prefixLength + prefixLength
        guard let lengths = sealedLengths(payload) else { return nil }
        let least = max(lengths.lowerBound - prefix, 0)
        let most = min(lengths.upperBound - prefix, Wire.maximumContent)
        return least <= most ? least...most : nil
    }

    /// How many bytes may be under the protection, the suite's prefix among them.
    private func sealedLengths(_ payload: RawSpan) -> ClosedRange<Int>? {
        var parts: [(field: Field, range: Range<Int>)] = []
        let isWhole: Void? = try? payloadLayout.walk(payload) { event in
            if case .leaf(let field, let range) = event { parts.append((field, range)) }
        }
        // The layout of the suite plaintext is empty: all is as it is.
        guard !payloadLayout.parts.isEmpty else { return payload.byteCount...payload.byteCount }
        guard isWhole != nil else { return nil }
        func part(_ field: Field) -> Range<Int>? { parts.first { $0.field == field }?.range }

        if let token = part(.token) { return Self.inverse(token.count) { FernetCipher.tokenLength(plaintext: $0) } }
        if let length = part(.plaintextLength) {
            let count = Int(payload.integer(at: length.lowerBound, width: length.count))
            return count...count
        }
        guard let ciphertext = part(.ciphertext) else { return nil }
        if let iv = part(.recordIV) {
            return Self.inverse(iv.count + ciphertext.count) { AESCBC.length(plaintext: $0) }
        }
        if part(.tag) != nil { return ciphertext.count...ciphertext.count }
        // RSA-OAEP, whose ciphertexts are all alike.
        let capacity = RSAPublicKey.capacity(modulusLength: ciphertext.count)
        return capacity < 0 ? nil : 0...capacity
    }

    /// All that `length`, which never falls, makes `count` of.
    private static func inverse(_ count: Int, _ length: (Int) -> Int) -> ClosedRange<Int>? {
        /// The first of which it makes at least `count`.
        func first(_ count: Int) -> Int {
            var (low, high) = (0, 2 * Wire.maximumPayload)
            while low < high {
                let middle = (low + high) / 2
                if length(middle) < count { low = middle + 1 } else { high = middle }
            }
            return low
        }
        let low = first(count)
        return length(low) == count ? low...first(count + 1) - 1 : nil
    }
}
