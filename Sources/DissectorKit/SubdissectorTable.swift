// SPDX-License-Identifier: Apache-2.0
package import CDissectorKit
public import WireSchema

/// A dissector table of Wireshark's, in which others register what they dissect, and to which plans hand bytes.
///
/// A table is declared once, as a static constant, and named by it: `plan.call(.contentType, number: 2, …)`.
public struct SubdissectorTable: Hashable, Sendable {
    package let number: UInt16

    private static let all = Numbered<SubdissectorTableDeclaration>("dissector tables")

    private init(_ declaration: SubdissectorTableDeclaration) {
        number = Self.all.add(declaration)
    }

    package var declaration: SubdissectorTableDeclaration { Self.all[number] }

    /// A table of the dissector's own, by number, with the dissectors that stand in it from the start.
    ///
    /// - Parameters:
    ///   - name: such as `mine.content_type`.
    ///   - title: what Decode As calls it.
    ///   - entries: dissectors, each with its number.
    public static func numbers(
        _ name: PermanentText, title: PermanentText, _ entries: [(number: UInt32, dissector: PermanentText)] = []
    ) -> SubdissectorTable {
        SubdissectorTable(.init(type: .ownNumbers, name: name, title: title, entries: entries))
    }

    /// A table of the dissector's own for the one dissector that the user chooses by Decode As, if any.
    ///
    /// - Parameters:
    ///   - name: such as `mine.content`.
    ///   - title: what Decode As calls it.
    ///   - offered: names of the dissectors to choose from, beside those that offer themselves.
    public static func choice(_ name: PermanentText, title: PermanentText, of offered: [PermanentText])
        -> SubdissectorTable
    {
        SubdissectorTable(.init(type: .ownChoice, name: name, title: title, entries: offered.map { (0, $0) }))
    }

    /// A table that exists, by text, such as `media_type`.
    public static func existing(byText name: PermanentText) -> SubdissectorTable {
        SubdissectorTable(.init(type: .othersText, name: name, title: "", entries: []))
    }

    /// A table that exists, by number, such as `tcp.port`.
    public static func existing(byNumber name: PermanentText) -> SubdissectorTable {
        SubdissectorTable(.init(type: .othersNumbers, name: name, title: "", entries: []))
    }
}

/// What a ``SubdissectorTable`` was made of.
package struct SubdissectorTableDeclaration: Sendable {
    package let type: TableType
    package let name: PermanentText
    package let title: PermanentText
    package let entries: [(number: UInt32, dissector: PermanentText)]
}
