// SPDX-License-Identifier: Apache-2.0

/// What tells the text of a Fernet token from other text, and how its timestamp is judged. github.com/fernet/spec
public enum FernetToken {
    /// How a token begins whose timestamp is before 2106: the version 0x80, then zeros.
    public static let beginning = Array("gAAAAA".utf8)
    /// How many characters the shortest token has: that of an empty plaintext.
    @inlinable public static var shortest: Int { 100 }
    /// By how many seconds clocks may differ before that is worth a word.
    @inlinable public static var clockTolerance: Int { 60 }
}
