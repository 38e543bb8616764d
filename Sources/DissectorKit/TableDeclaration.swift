// SPDX-License-Identifier: Apache-2.0

/// A table of Wireshark's in which others register what they dissect, and that plans hand bytes on to.
public struct TableDeclaration: Sendable {
    public enum Kind: Sendable {
        /// The dissector's own, by numbers, with the dissectors that it has from the start.
        case own(title: StaticString, [(number: UInt32, dissector: StaticString)])
        /// The dissector's own, for the one that the user chooses by Decode As, if any, among these and those that offer
        /// themselves.
        case choice(title: StaticString, [StaticString])
        /// One that exists, by text.
        case shared
    }

    /// Such as `fernwire.content_type`.
    public var name: StaticString
    public var kind: Kind

    public init(name: StaticString, kind: Kind) {
        self.name = name
        self.kind = kind
    }
}
