// SPDX-License-Identifier: Apache-2.0

extension AEADOpening {
    /// An authenticated cipher, by the name that a description gives it.
    public enum Algorithm: String, CaseIterable, Sendable {
        /// AES-GCM, NIST SP 800-38D.
        case aesGCM = "aes-gcm"
        /// AES-CCM, NIST SP 800-38C.
        case aesCCM = "aes-ccm"
        /// ChaCha20-Poly1305, RFC 8439.
        case chacha20Poly1305 = "chacha20-poly1305"

        /// The numbers of bytes that a key may have.
        public var keyLengths: [Int] {
            switch self {
            case .aesGCM, .aesCCM: [16, 24, 32]
            case .chacha20Poly1305: [32]
            }
        }

        /// The numbers of bytes that a nonce may have. GCM's have no limit of their own; OpenSSL's is 128.
        public var nonceLengths: ClosedRange<Int> {
            switch self {
            case .aesGCM: 1...128
            case .aesCCM: 7...13
            case .chacha20Poly1305: 12...12
            }
        }

        /// The numbers of bytes that a tag may have.
        public var tagLengths: [Int] {
            switch self {
            case .aesGCM: [4, 8, 12, 13, 14, 15, 16]
            case .aesCCM: [4, 6, 8, 10, 12, 14, 16]
            case .chacha20Poly1305: [16]
            }
        }

        func openSSLName(keyLength: Int) -> String {
            switch self {
            case .aesGCM: "AES-\(keyLength * 8)-GCM"
            case .aesCCM: "AES-\(keyLength * 8)-CCM"
            case .chacha20Poly1305: "ChaCha20-Poly1305"
            }
        }
    }
}
