// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// Opens what somebody else sealed with authenticated encryption, with the lengths of tag and nonce that they chose.
/// Our endpoints use ``AEAD``, which knows one of each.
public struct AEADOpening: Sendable {
    public let algorithm: Algorithm
    /// The number of bytes of a key.
    public let keyLength: Int

    private let cipher: Fetched

    private static let fetched: [String: Fetched] = {
        var fetched: [String: Fetched] = [:]
        for algorithm in Algorithm.allCases {
            for length in algorithm.keyLengths {
                let name = algorithm.openSSLName(keyLength: length)
                fetched[name] = Fetched.cipher(name)
            }
        }
        return fetched
    }()

    /// - Returns: `nil` unless `keyLength` is one of the algorithm's ``Algorithm/keyLengths``, or if this OpenSSL has
    ///   no such cipher.
    public init?(_ algorithm: Algorithm, keyLength: Int) {
        guard algorithm.keyLengths.contains(keyLength),
            let cipher = Self.fetched[algorithm.openSSLName(keyLength: keyLength)]
        else { return nil }
        self.algorithm = algorithm
        self.keyLength = keyLength
        self.cipher = cipher
    }

    /// Opens `ciphertext`, which does not hold the tag.
    ///
    /// - Returns: the plaintext, once the tag is found right; `nil` when it is not, and when key, nonce or tag have a
    ///   length that the algorithm does not take.
    public func open(
        _ ciphertext: RawSpan, tag: RawSpan, key: RawSpan, nonce: RawSpan, associated: RawSpan
    ) -> [UInt8]? {
        guard key.byteCount == keyLength, algorithm.nonceLengths.contains(nonce.byteCount),
            algorithm.tagLengths.contains(tag.byteCount), let length = Int32(exactly: ciphertext.byteCount)
        else { return nil }
        defer { ERR_clear_error() }
        guard let context = EVP_CIPHER_CTX_new() else { return nil }
        defer { EVP_CIPHER_CTX_free(context) }
        guard set(tag: tag, key: key, nonce: nonce, on: context) else { return nil }
        // One byte more, so that the pointer to an empty plaintext is none to nothing either.
        var plaintext = [UInt8](repeating: 0, count: ciphertext.byteCount + 1)
        var written: Int32 = 0
        let isGenuine =
            announce(length, on: context) && authenticate(associated, on: context)
            && ciphertext.withOctets { start, _ in
                EVP_DecryptUpdate(context, &plaintext, &written, start, length) == 1 && written == length
            } && finish(context)
        guard isGenuine else {
            wipe(&plaintext)
            return nil
        }
        plaintext.removeLast()
        return plaintext
    }

    private func set(tag: RawSpan, key: RawSpan, nonce: RawSpan, on context: OpaquePointer) -> Bool {
        guard EVP_DecryptInit_ex2(context, cipher.pointer, nil, nil, nil) == 1,
            EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_IVLEN, Int32(nonce.byteCount), nil) == 1
        else { return false }
        let hasTag = tag.withOctets {
            EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32($1), UnsafeMutableRawPointer(mutating: $0))
        }
        guard hasTag == 1 else { return false }
        return key.withOctets { key, _ in
            nonce.withOctets { nonce, _ in EVP_DecryptInit_ex2(context, nil, key, nonce, nil) == 1 }
        }
    }

    /// CCM begins with the length of the message.
    private func announce(_ length: Int32, on context: OpaquePointer) -> Bool {
        var written: Int32 = 0
        return algorithm != .aesCCM || EVP_DecryptUpdate(context, nil, &written, nil, length) == 1
    }

    private func authenticate(_ associated: RawSpan, on context: OpaquePointer) -> Bool {
        guard let length = Int32(exactly: associated.byteCount) else { return false }
        var written: Int32 = 0
        return length == 0
            || associated.withOctets { start, _ in EVP_DecryptUpdate(context, nil, &written, start, length) == 1 }
    }

    /// Whether the tag is right, which OpenSSL compares in constant time. CCM has done so when it got the message.
    private func finish(_ context: OpaquePointer) -> Bool {
        var (written, rest): (Int32, [UInt8]) = (0, [UInt8](repeating: 0, count: 16))
        return algorithm == .aesCCM || EVP_DecryptFinal_ex(context, &rest, &written) == 1 && written == 0
    }
}
