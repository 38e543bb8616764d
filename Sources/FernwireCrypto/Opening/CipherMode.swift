// SPDX-License-Identifier: Apache-2.0

extension SymmetricCipher {
    /// A cipher and its mode of operation, by the name that a description gives it.
    public enum Mode: String, CaseIterable, Sendable {
        case aesCBC = "aes-cbc"
        case aesCTR = "aes-ctr"
        /// The feedback is of 128 bits.
        case aesCFB = "aes-cfb"
        /// The feedback is of 8 bits.
        case aesCFB8 = "aes-cfb8"
        case aesOFB = "aes-ofb"
        case aesECB = "aes-ecb"
        /// DES three times: encryption, decryption, encryption.
        case tripleDESCBC = "3des-cbc"
        /// ChaCha20, RFC 8439 §2.4.
        case chacha20 = "chacha20"

        /// The numbers of bytes that a key may have.
        public var keyLengths: [Int] {
            switch self {
            case .aesCBC, .aesCTR, .aesCFB, .aesCFB8, .aesOFB, .aesECB: [16, 24, 32]
            // Of 16 bytes, the first 8 are used again at the end.
            case .tripleDESCBC: [16, 24]
            case .chacha20: [32]
            }
        }

        /// The numbers of bytes that an initialisation vector may have.
        ///
        /// ChaCha20 takes a nonce of 12 bytes, and counts from 0 then, or the counter, of 4 bytes in little endian,
        /// with the nonce after it.
        public var ivLengths: [Int] {
            switch self {
            case .aesCBC, .aesCTR, .aesCFB, .aesCFB8, .aesOFB: [16]
            case .aesECB: [0]
            case .tripleDESCBC: [8]
            case .chacha20: [12, 16]
            }
        }

        /// The number of bytes of a block, to which plaintext is padded; 1 for a cipher without blocks.
        public var block: Int {
            switch self {
            case .aesCBC, .aesCTR, .aesCFB, .aesCFB8, .aesOFB, .aesECB: 16
            case .tripleDESCBC: 8
            case .chacha20: 1
            }
        }

        /// Whether a ciphertext always is whole blocks.
        public var takesWholeBlocks: Bool {
            switch self {
            case .aesCBC, .aesECB, .tripleDESCBC: true
            case .aesCTR, .aesCFB, .aesCFB8, .aesOFB, .chacha20: false
            }
        }

        func openSSLName(keyLength: Int) -> String {
            switch self {
            case .aesCBC: "AES-\(keyLength * 8)-CBC"
            case .aesCTR: "AES-\(keyLength * 8)-CTR"
            case .aesCFB: "AES-\(keyLength * 8)-CFB"
            case .aesCFB8: "AES-\(keyLength * 8)-CFB8"
            case .aesOFB: "AES-\(keyLength * 8)-OFB"
            case .aesECB: "AES-\(keyLength * 8)-ECB"
            case .tripleDESCBC: "DES-EDE3-CBC"
            case .chacha20: "ChaCha20"
            }
        }

        /// The key as OpenSSL takes it. The caller wipes it.
        func openSSLKey(_ key: RawSpan) -> [UInt8] {
            let bytes = key.octets
            return self == .tripleDESCBC && bytes.count == 16 ? bytes + bytes[..<8] : bytes
        }

        /// The initialisation vector as OpenSSL takes it.
        func openSSLVector(_ iv: RawSpan) -> [UInt8] {
            let bytes = iv.octets
            return self == .chacha20 && bytes.count == 12 ? [0, 0, 0, 0] + bytes : bytes
        }
    }
}
