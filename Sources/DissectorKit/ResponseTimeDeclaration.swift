// SPDX-License-Identifier: Apache-2.0

/// Answers whose times are measured, by kind.
public struct ResponseTimeDeclaration: Sendable {
    /// What the kinds are, for a column's title.
    public var title: StaticString
    /// Display filter of the field that holds the kind.
    public var filter: StaticString
    /// By the field's value; empty where it has none.
    public var kinds: [StaticString]

    public init(title: StaticString, filter: StaticString, kinds: [StaticString]) {
        self.title = title
        self.filter = filter
        self.kinds = kinds
    }
}
