// SPDX-License-Identifier: Apache-2.0

/// The form of some bytes: their fields in order, declared once.
///
/// The reader, the writer and the dissector's field tree walk the same layout.
public struct Layout: Sendable {
    /// The fields in order.
    public let parts: [Part]

    /// Takes the fields in order. A part that takes all bytes that are left is the last.
    public init(_ parts: [Part]) {
        self.parts = parts
    }

    /// One field, or a length with what it measures.
    public struct Part: Sendable {
        /// The field; of a list its length.
        public let field: Field
        /// What bytes the part takes.
        public let shape: Shape

        /// An integer, a number, an address: a field whose kind has a width.
        public static func value(_ field: Field) -> Part {
            Part(field: field, shape: .value(width: width(of: field)))
        }

        /// Exactly `count` bytes.
        public static func fixed(_ field: Field, _ count: Int) -> Part {
            Part(field: field, shape: .fixed(count: count))
        }

        /// All bytes that are left.
        public static func rest(_ field: Field) -> Part {
            Part(field: field, shape: .rest)
        }

        /// All bytes that are left but the last `count`.
        public static func allBut(_ count: Int, _ field: Field) -> Part {
            Part(field: field, shape: .allBut(count: count))
        }

        /// The integer `length`, then that many bytes.
        public static func bytes(_ field: Field, length: Field) -> Part {
            Part(field: field, shape: .bytes(length: length, width: width(of: length)))
        }

        /// The integer `length`, then elements that fill that many bytes exactly, each under `group` if there is one.
        public static func list(length: Field, of element: Layout, group: Field? = nil) -> Part {
            Part(field: length, shape: .list(width: width(of: length), element: element, group: group))
        }

        private static func width(of field: Field) -> Int {
            guard let width = field.kind.width else { preconditionFailure("the kind of \(field.filter) has no width") }
            return width
        }
    }

    /// What bytes a part takes.
    public indirect enum Shape: Sendable {
        /// A value of `width` bytes.
        case value(width: Int)
        /// Exactly `count` bytes.
        case fixed(count: Int)
        /// All bytes that are left.
        case rest
        /// All bytes that are left but the last `count`.
        case allBut(count: Int)
        /// An integer of `width` bytes, then that many bytes.
        case bytes(length: Field, width: Int)
        /// An integer of `width` bytes, then elements that fill that many bytes, each under `group` if there is one.
        case list(width: Int, element: Layout, group: Field?)
    }
}

extension Layout {
    /// Bytes of the layout.
    ///
    /// - Precondition: the layout has values and fixed parts only.
    public var fixedLength: Int {
        parts.reduce(0) { sum, part in
            switch part.shape {
            case .value(let width): sum + width
            case .fixed(let count): sum + count
            case .rest, .allBut, .bytes, .list: preconditionFailure("\(part.field.filter) has no fixed length")
            }
        }
    }

    /// All fields that walking the layout can meet, each once, in order.
    public var fields: [Field] {
        var fields: [Field] = []
        for part in parts {
            switch part.shape {
            case .value, .fixed, .rest, .allBut: fields.append(part.field)
            case .bytes(let length, _): fields += [length, part.field]
            case .list(_, let element, let group): fields += [part.field] + (group.map { [$0] } ?? []) + element.fields
            }
        }
        return fields.unique
    }
}

extension Sequence where Element: Hashable {
    /// The elements without those that were there before.
    package var unique: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
