// SPDX-License-Identifier: Apache-2.0

/// The marks by which the text of a Fernet token is told from other text. github.com/fernet/spec
public enum FernetToken {
    /// The beginning of a token whose timestamp is before 2106: the version 0x80, then zeros.
    public static let beginning = Array("gAAAAA".utf8)
    /// The number of characters of the shortest token, that of an empty plaintext.
    @inlinable public static var shortest: Int { 100 }
    /// The seconds by which clocks may differ before that is worth a word.
    @inlinable public static var clockTolerance: Int { 60 }
}
