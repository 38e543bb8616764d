// SPDX-License-Identifier: Apache-2.0

/// What stands after a plaintext, to make it whole blocks.
public enum CipherPadding: String, CaseIterable, Sendable {
    /// As many bytes as are missing, a whole block if none are, each of which is their number: RFC 5652 §6.3.
    case pkcs7
    /// Nothing: all bytes are plaintext.
    case none
    /// Zeros, as many as there are; those of the plaintext cannot be told from them.
    case zeros

    /// Returns the number of bytes of `plaintext` that are not padding; `nil` when the padding is wrong.
    func unpaddedLength(of plaintext: [UInt8], block: Int) -> Int? {
        switch self {
        case .none: return plaintext.count
        case .zeros: return (plaintext.lastIndex { $0 != 0 } ?? -1) + 1
        case .pkcs7:
            // A cipher without blocks has nothing to pad to.
            guard block > 1, plaintext.count % block == 0, let last = plaintext.last, (1...block).contains(Int(last)),
                plaintext.suffix(Int(last)).allSatisfy({ $0 == last })
            else { return nil }
            return plaintext.count - Int(last)
        }
    }
}
