// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto

/// The length of what is given as a token, beside the lengths that tokens have: 57 bytes and whole blocks of 16, at least one.
struct TokenLength {
    let bytes: Int
    /// The characters of base64url without padding; `nil` where the bytes themselves are given.
    var characters: Int?

    /// Whether a last character stands for no byte alone.
    var hasCharacterLeft: Bool { characters.map { $0 % 4 == 1 } ?? false }

    /// The lengths in bytes of tokens that are no longer, the longest first.
    var shorter: some Collection<Int> {
        let blocks = max(bytes - FernetCipher.overhead, 0) / AESCBC.block
        return (0..<blocks).lazy.map { FernetCipher.overhead + (blocks - $0) * AESCBC.block }
    }

    private var unit: TokenRefusal.Unit { characters == nil ? .bytes : .characters }
    private var count: Int { characters ?? bytes }

    /// Returns the count of what stands for so many bytes.
    private func count(of bytes: Int) -> Int { characters == nil ? bytes : (4 * bytes + 2) / 3 }

    /// Returns in words by how much this is longer than a token of so many bytes.
    func surplus(beyond length: Int) -> String { unit.counted(count - count(of: length)) }

    /// What is missing or too much.
    var refusal: TokenRefusal {
        let longest = shorter.first
        let longer = (longest ?? FernetCipher.overhead) + AESCBC.block
        return .cut(missing: count(of: longer) - count, surplus: longest.map { count - count(of: $0) }, unit: unit)
    }
}
