// SPDX-License-Identifier: Apache-2.0
public import WireSchema

extension Plan {
    /// Adds the fields of `bytes`, which lie `offset` bytes into `source`, as far as they have the form of `layout`.
    ///
    /// Nothing is done where nobody looks at fields.
    ///
    /// - Returns: whether they have all of that form; also `true` where nobody looks at fields.
    /// - Parameters:
    ///   - layout: the form.
    ///   - bytes: all bytes that are to have it.
    ///   - offset: where they begin in `source`.
    ///   - source: the PDU or a data source.
    ///   - replacing: adds a field in another way and returns `true`, or returns `false`. It is given the field's range in
    ///     `source`.
    @discardableResult
    public mutating func fields(
        of layout: Layout, _ bytes: RawSpan, at offset: Int, in source: Source = .pdu,
        replacing: (inout Plan, Field, Range<Int>) -> Bool = { _, _, _ in false }
    ) -> Bool {
        guard wantsFields else { return true }
        let walk: Void? = try? layout.walk(bytes) { event in
            switch event {
            case .leaf(let field, let range):
                let range = range.moved(by: offset)
                if !replacing(&self, field, range) { self.field(field, at: range, in: source) }
            case .group(let field, let range):
                begin(.subtree, field: field.number, range: range.moved(by: offset), source: source)
            case .end: end()
            }
        }
        return walk != nil
    }
}

extension Range<Int> {
    /// The range that begins and ends `offset` later.
    public func moved(by offset: Int) -> Range<Int> {
        lowerBound + offset..<upperBound + offset
    }
}
