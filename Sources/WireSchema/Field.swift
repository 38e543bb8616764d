// SPDX-License-Identifier: Apache-2.0

/// A field of a protocol: what it is called, how it is filtered and how its bytes are read.
///
/// A field is declared once, as a static constant beside the message that it belongs to:
///
/// ```swift
/// extension Field {
///     static let length = Field("echo.length", "Length", kind: .u16, summary: "Bytes of the text that follows")
/// }
/// ```
///
/// Decoder, encoder, Wireshark's declaration and Wireshark's tree all use that constant. Its value is a number of two bytes,
/// which the process gives to each field when it is first used.
public struct Field: Hashable, Sendable {
    package let number: UInt16

    private static let all = Numbered<FieldDeclaration>("fields")

    /// - Parameters:
    ///   - filter: the display filter, such as `echo.length`. It begins with the filter of the dissector.
    ///   - title: the name that is shown in the tree.
    ///   - kind: how the bytes are read and shown.
    ///   - summary: an explanation, shown in the status bar and by `tshark -G fields`; it may be empty.
    public init(_ filter: StaticString, _ title: StaticString, kind: FieldKind, summary: StaticString = "") {
        number = Self.all.add(FieldDeclaration(filter: filter, title: title, kind: kind, summary: summary))
    }

    package var declaration: FieldDeclaration { Self.all[number] }

    /// The display filter.
    public var filter: StaticString { declaration.filter }
    /// The name that is shown in the tree.
    public var title: StaticString { declaration.title }
    /// An explanation, which may be empty.
    public var summary: StaticString { declaration.summary }
    /// How the bytes are read and shown.
    public var kind: FieldKind { declaration.kind }
}

/// What ``Field/init(_:_:kind:summary:)`` was given.
///
/// All text is `StaticString`, because Wireshark keeps the pointers for as long as it runs.
package struct FieldDeclaration: Sendable {
    package let filter: StaticString
    package let title: StaticString
    package let kind: FieldKind
    package let summary: StaticString
}
