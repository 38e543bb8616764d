// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// Makes and opens Fernet tokens under one key, with contexts that are set up once.
///
/// Not for use by two threads at a time.
///
/// ### Invariants
/// - A token's HMAC is compared, in constant time, before anything is decrypted.
/// - What a refused token decrypts to is never handed out.
public final class FernetCipher {
    /// Bytes of a token beside its ciphertext: version, timestamp, IV, HMAC.
    static let overhead = 1 + 8 + IVSource.length + HMAC.length
    static let version: UInt8 = 0x80
    static let block = 16

    private let hmac: HMAC
    private let encryption: OpaquePointer
    private let decryption: OpaquePointer
    private var ivs = IVSource()
    private var scratch: [UInt8] = []

    public init(key: FernetKey) {
        hmac = HMAC(key: key.secret.bytes.extracting(0..<16))
        encryption = must(EVP_CIPHER_CTX_new())
        decryption = must(EVP_CIPHER_CTX_new())
        let bytes = key.secret.pointer.baseAddress?.advanced(by: 16).assumingMemoryBound(to: UInt8.self)
        must(EVP_EncryptInit_ex(encryption, EVP_aes_128_cbc(), nil, bytes, nil))
        must(EVP_DecryptInit_ex(decryption, EVP_aes_128_cbc(), nil, bytes, nil))
    }

    deinit {
        EVP_CIPHER_CTX_free(encryption)
        EVP_CIPHER_CTX_free(decryption)
    }

    /// Characters of the token of `count` bytes of plaintext.
    public static func tokenLength(plaintext count: Int) -> Int {
        Base64URL.encodedLength(overhead + (count / block + 1) * block)
    }

    /// Appends a token of `plaintext` to `text`.
    ///
    /// - Parameter timestamp: seconds since 1970.
    /// - Parameter iv: 16 bytes, for reproducible samples; `nil` draws fresh ones.
    public func seal(_ plaintext: RawSpan, timestamp: UInt64, iv: [UInt8]? = nil, into text: inout [UInt8]) {
        let capacity = Self.overhead + (plaintext.byteCount / Self.block + 1) * Self.block
        scratch.removeAll(keepingCapacity: true)
        scratch.append(contentsOf: repeatElement(0, count: capacity))
        scratch.withUnsafeMutableBytes { token in
            token[0] = Self.version
            token.storeBytes(of: timestamp.bigEndian, toByteOffset: 1, as: UInt64.self)
            let ivTarget = UnsafeMutableRawBufferPointer(rebasing: token[9..<25])
            if let iv {
                precondition(iv.count == IVSource.length)
                ivTarget.copyBytes(from: iv)
            } else {
                ivs.next(into: ivTarget)
            }
            let bytes = must(token.assumingMemoryBound(to: UInt8.self).baseAddress)
            must(EVP_EncryptInit_ex(encryption, nil, nil, nil, bytes + 9))
            var (written, final): (Int32, Int32) = (0, 0)
            plaintext.withUnsafeBytes {
                let input = $0.baseAddress?.assumingMemoryBound(to: UInt8.self)
                must(EVP_EncryptUpdate(encryption, bytes + 25, &written, input, Int32($0.count)))
            }
            must(EVP_EncryptFinal_ex(encryption, bytes + 25 + Int(written), &final))
            precondition(25 + Int(written + final) + HMAC.length == token.count)
            hmac.begin()
            hmac.update(UnsafeRawBufferPointer(rebasing: token[..<(token.count - HMAC.length)]))
            hmac.finish(into: .init(rebasing: token[(token.count - HMAC.length)...]))
        }
        scratch.withUnsafeBytes { Base64URL.encode($0.bytes, into: &text) }
    }

    /// Replaces `plaintext` by what `token` protects; if it is refused, `plaintext` is empty.
    public func open(_ token: RawSpan, into plaintext: inout [UInt8]) throws(FernetError) {
        _ = try openTimestamped(token, into: &plaintext)
    }

    /// As ``open(_:into:)``, and refuses tokens that are too old or from the future.
    ///
    /// - Parameter timeToLive: seconds; `nil` for tokens that never expire.
    /// - Parameter now: seconds since 1970.
    /// - Parameter clockSkew: seconds by which the sender's clock may be ahead.
    public func open(
        _ token: RawSpan, timeToLive: UInt64?, now: UInt64, clockSkew: UInt64 = 60, into plaintext: inout [UInt8]
    ) throws(FernetError) {
        do throws(FernetError) {
            let timestamp = try openTimestamped(token, into: &plaintext)
            if timestamp > now, timestamp - now > clockSkew {
                throw FernetError.fromTheFuture(aheadSeconds: timestamp - now)
            }
            if let timeToLive, now > timestamp, now - timestamp > timeToLive {
                throw FernetError.expired(ageSeconds: now - timestamp)
            }
        } catch {
            wipe(&plaintext)
            throw error
        }
    }

    private func openTimestamped(_ token: RawSpan, into plaintext: inout [UInt8]) throws(FernetError) -> UInt64 {
        plaintext.removeAll(keepingCapacity: true)
        guard Base64URL.decode(token, into: &scratch) else { throw .invalidBase64 }
        let count = scratch.count
        if count > 0, scratch[0] != Self.version { throw .unsupportedVersion(scratch[0]) }
        guard count >= Self.overhead + Self.block else { throw .tooShort(bytes: count) }
        let ciphertextLength = count - Self.overhead
        guard ciphertextLength % Self.block == 0 else { throw .incompleteBlock(bytes: ciphertextLength) }
        let isGenuine = scratch.withUnsafeBytes { token in
            hmac.begin()
            hmac.update(.init(rebasing: token[..<(count - HMAC.length)]))
            return hmac.finish(verifying: token.bytes.extracting(count - HMAC.length..<count))
        }
        guard isGenuine else { throw .invalidMAC }
        plaintext.append(contentsOf: repeatElement(0, count: ciphertextLength))
        guard let length = decrypt(ciphertextLength, into: &plaintext) else {
            wipe(&plaintext)
            throw .invalidPadding
        }
        plaintext.removeLast(plaintext.count - length)
        return scratch.withUnsafeBytes { UInt64(bigEndian: $0.loadUnaligned(fromByteOffset: 1, as: UInt64.self)) }
    }

    /// Decrypts the token in `scratch` into `plaintext`, which has room for all its blocks.
    ///
    /// - Returns: bytes without the padding, or `nil` when the padding is wrong.
    private func decrypt(_ ciphertextLength: Int, into plaintext: inout [UInt8]) -> Int? {
        scratch.withUnsafeBufferPointer { token in
            plaintext.withUnsafeMutableBufferPointer { plaintext in
                let (input, output) = (must(token.baseAddress), must(plaintext.baseAddress))
                must(EVP_DecryptInit_ex(decryption, nil, nil, nil, input + 9))
                var (written, final): (Int32, Int32) = (0, 0)
                must(EVP_DecryptUpdate(decryption, output, &written, input + 25, Int32(ciphertextLength)))
                guard EVP_DecryptFinal_ex(decryption, output + Int(written), &final) == 1 else {
                    ERR_clear_error()
                    return nil
                }
                return Int(written + final)
            }
        }
    }
}
