// SPDX-License-Identifier: Apache-2.0

/// The form of a message: its fields in order, declared once.
///
/// The reader, the writer and the dissector's field tree walk the same layout.
public struct Layout: Sendable {
    public let parts: [Part]

    public init(_ parts: [Part]) {
        self.parts = parts
    }

    /// One field, or one length with what it measures.
    public struct Part: Sendable {
        public let field: Field
        public let shape: Shape

        /// A big-endian integer of `width` bytes.
        public static func integer(_ field: Field, _ width: Int) -> Part {
            Part(field: field, shape: .integer(width: width))
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

        /// A length of `width` bytes, then that many bytes.
        public static func bytes(_ field: Field, length: Field, _ width: Int) -> Part {
            Part(field: field, shape: .bytes(length: length, width: width))
        }

        /// A length in bytes of `width` bytes, then elements that fill it exactly, under `field` if it is a group.
        public static func list(_ length: Field, _ width: Int, of element: Layout, group: Field? = nil) -> Part {
            Part(field: length, shape: .list(width: width, element: element, group: group))
        }
    }

    public indirect enum Shape: Sendable {
        case integer(width: Int)
        case fixed(count: Int)
        case rest
        case allBut(count: Int)
        case bytes(length: Field, width: Int)
        case list(width: Int, element: Layout, group: Field?)
    }
}

extension Layout {
    /// Bytes of a layout that has only integers and fixed fields.
    public var fixedLength: Int {
        parts.reduce(0) { sum, part in
            switch part.shape {
            case .integer(let width): sum + width
            case .fixed(let count): sum + count
            default: preconditionFailure("the layout has no fixed length")
            }
        }
    }
}
