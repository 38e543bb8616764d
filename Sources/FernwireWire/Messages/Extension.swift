// SPDX-License-Identifier: Apache-2.0
import WireSchema

/// A typed addition to a hello. PROTOCOL.md §3.1.
public struct Extension: Equatable, Sendable {
    public var type: UInt16
    public var data: [UInt8]

    public init(type: UInt16, data: [UInt8]) {
        self.type = type
        self.data = data
    }

    /// The most extensions that a hello may have.
    static let limit = 32

    static let schema = Schema(
        empty: Extension(type: 0, data: []),
        [.value(.extensionType, \.type), .bytes(.extensionData, length: .extensionLength, \.data)])

    /// - Throws: ``WireError`` for a type that comes twice.
    static func check(_ extensions: [Extension]) throws(WireError) {
        guard Set(extensions.map(\.type)).count == extensions.count else {
            throw .illegalValue(field: .extensionType, offset: 0)
        }
    }
}

extension Field {
    public static let extensionsLength = Field(
        "fernwire.hello.extensions_length", "Extensions length", kind: .u16, summary: "Bytes of extensions")
    public static let extensionEntry = Field(
        "fernwire.hello.extension", "Extension", kind: .heading, summary: "One extension of a hello")
    public static let extensionType = Field(
        "fernwire.hello.extension.type", "Extension type",
        kind: .u16.hexadecimal.named(ValueNames([(1, "versions")] + GREASE.values.map { (UInt64($0), "GREASE") })),
        summary: "What the extension is for")
    public static let extensionLength = Field(
        "fernwire.hello.extension.length", "Extension length", kind: .u16, summary: "Bytes of the extension")
    public static let extensionData = Field(
        "fernwire.hello.extension.data", "Extension data", kind: .bytes, summary: "As its type says")
}
