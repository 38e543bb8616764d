// SPDX-License-Identifier: Apache-2.0
public import WireSchema

/// A protected record. PROTOCOL.md §4 and §6. Its suite makes the form of its payload of these fields.
public enum Record {}

extension MessageType {
    public static let record = MessageType(0x20)
}

extension Record {
    public static let declaration = MessageDeclaration(
        .record, name: "record",
        heading: Field("fernwire.record", "Record", kind: .heading, summary: "A protected record"),
        message: nil)
}

extension Field {
    public static let tokenLength = Field(
        "fernwire.record.token_length", "Token length", kind: .u16, summary: "Bytes of the token")
    public static let token = Field(
        "fernwire.record.token", "Fernet token", kind: .text, summary: "base64url text of a Fernet token")
    public static let recordMAC = Field(
        "fernwire.record.mac", "Record MAC", kind: .bytes, summary: "HMAC-SHA256 of the header and what is before it")
    public static let recordIV = Field(
        "fernwire.record.iv", "IV", kind: .bytes, summary: "Initialisation vector of AES-128-CBC")
    public static let ciphertextLength = Field(
        "fernwire.record.ciphertext_length", "Ciphertext length", kind: .u16, summary: "Bytes of the ciphertext")
    public static let ciphertext = Field(
        "fernwire.record.ciphertext", "Ciphertext", kind: .bytes, summary: "The record plaintext, encrypted")
    public static let tag = Field(
        "fernwire.record.tag", "Tag", kind: .bytes, summary: "Authenticates header and ciphertext")
    public static let plaintextLength = Field(
        "fernwire.record.plaintext_length", "Plaintext length", kind: .u16, summary: "Bytes of the record plaintext")
    /// The header that some suites repeat before the record plaintext.
    public static let repeatedHeader = Field(
        "fernwire.record.header", "Header copy", kind: .bytes,
        summary: "The frame's header, repeated under encryption")
}
