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
///
/// A field whose names are known at run time only is made once, too, with ``PermanentText/init(keeping:)``; a process has at
/// most 65,536 fields.
public struct Field: Hashable, Sendable {
    package let number: UInt16

    private static let all = Numbered<FieldDeclaration>("fields")

    /// - Parameters:
    ///   - filter: the display filter, such as `echo.length`. It begins with the filter of the dissector.
    ///   - title: the name that is shown in the tree.
    ///   - kind: how the bytes are read and shown.
    ///   - summary: an explanation, shown in the status bar and by `tshark -G fields`; it may be empty.
    public init(_ filter: PermanentText, _ title: PermanentText, kind: FieldKind, summary: PermanentText = "") {
        number = Self.all.add(FieldDeclaration(filter: filter, title: title, kind: kind, summary: summary))
    }

    package var declaration: FieldDeclaration { Self.all[number] }

    /// Fields that the process can still make.
    package static var roomLeft: Int { all.roomLeft }

    /// The display filter.
    public var filter: PermanentText { declaration.filter }
    /// The name that is shown in the tree.
    public var title: PermanentText { declaration.title }
    /// An explanation, which may be empty.
    public var summary: PermanentText { declaration.summary }
    /// How the bytes are read and shown.
    public var kind: FieldKind { declaration.kind }
}

/// What ``Field/init(_:_:kind:summary:)`` was given.
///
/// Wireshark keeps pointers to the texts for as long as it runs.
package struct FieldDeclaration: Sendable {
    package let filter: PermanentText
    package let title: PermanentText
    package let kind: FieldKind
    package let summary: PermanentText
}
