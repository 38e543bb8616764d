// SPDX-License-Identifier: Apache-2.0

/// A layout, with the property of a Swift value that each of its fields fills.
///
/// Decoder and encoder follow from it:
///
/// ```swift
/// static let schema = Schema(empty: Echo(), [
///     .value(.kind, \.kind), .bytes(.text, length: .length, \.text),
/// ])
/// ```
public struct Schema<Value>: Sendable where Value: Sendable {
    /// The form of the bytes.
    public let layout: Layout
    private let empty: Value
    private let readers: [Reader]
    private let writers: [@Sendable (Value, inout LayoutWriter) -> Void]

    /// Puts the bytes of a field into the value, or says why it does not.
    typealias Read = @Sendable (RawSpan, inout Value) -> SchemaRefusal?

    struct Reader: Sendable {
        let field: Field
        let read: Read
    }

    /// - Parameters:
    ///   - empty: the value that decoding fills.
    ///   - parts: its fields, in order.
    public init(empty: Value, _ parts: [Part]) {
        layout = Layout(parts.map(\.part))
        self.empty = empty
        readers = parts.flatMap(\.readers)
        writers = parts.map(\.write)
    }

    /// The value that `bytes` stand for.
    ///
    /// A list is filled up to its limit, however many elements the bytes have.
    ///
    /// - Throws: ``WireError`` when the bytes do not have this form. An illegal value of a field, or an element beyond a
    ///   list's limit, is thrown only if they do.
    public func decode(_ bytes: RawSpan) throws(WireError) -> Value {
        var value = empty
        var refused: WireError?
        try layout.walk(bytes) { event in
            // What comes after a refusal has to have the form, and is not looked at.
            guard refused == nil, case .leaf(let field, let range) = event else { return }
            for reader in readers where reader.field == field && refused == nil {
                switch reader.read(bytes.extracting(range), &value) {
                case nil: break
                case .illegalValue: refused = .illegalValue(field: field, offset: range.lowerBound)
                case .tooMany: refused = .tooMany(field: field, offset: range.lowerBound)
                }
            }
        }
        if let refused { throw refused }
        return value
    }

    /// The bytes that stand for `value`.
    public func encode(_ value: Value) -> [UInt8] {
        var writer = LayoutWriter(layout)
        write(value, to: &writer)
        return writer.finish()
    }

    private func write(_ value: Value, to writer: inout LayoutWriter) {
        for write in writers { write(value, &writer) }
    }
}

extension Schema {
    /// One field and its property, or a length with what it measures.
    public struct Part: Sendable {
        let part: Layout.Part
        let readers: [Reader]
        let write: @Sendable (Value, inout LayoutWriter) -> Void

        /// A big-endian integer, of the width that the field's kind has.
        public static func value<Integer: FixedWidthInteger & UnsignedInteger & SendableMetatype>(
            _ field: Field, _ property: WritableKeyPath<Value, Integer> & Sendable
        ) -> Part {
            Part(
                part: .value(field),
                readers: [
                    Reader(field: field) { bytes, value in
                        value[keyPath: property] = Integer(bytes.integer(at: 0, width: bytes.byteCount))
                        return nil
                    }
                ],
                write: { $1.put(field, $0[keyPath: property]) })
        }

        /// The same, where the integer stands for something.
        public static func value<Meaning: RawRepresentable & SendableMetatype>(
            _ field: Field, _ property: WritableKeyPath<Value, Meaning> & Sendable
        ) -> Part where Meaning.RawValue: FixedWidthInteger & UnsignedInteger & SendableMetatype {
            Part(
                part: .value(field),
                readers: [
                    Reader(field: field) { bytes, value in
                        let number = Meaning.RawValue(bytes.integer(at: 0, width: bytes.byteCount))
                        guard let meaning = Meaning(rawValue: number) else { return .illegalValue }
                        value[keyPath: property] = meaning
                        return nil
                    }
                ],
                write: { $1.put(field, $0[keyPath: property].rawValue) })
        }

        /// Exactly `count` bytes.
        public static func fixed(
            _ field: Field, count: Int, _ property: WritableKeyPath<Value, [UInt8]> & Sendable
        ) -> Part {
            bytes(.fixed(field, count), filling: property)
        }

        /// All bytes that are left.
        public static func rest(_ field: Field, _ property: WritableKeyPath<Value, [UInt8]> & Sendable) -> Part {
            bytes(.rest(field), filling: property)
        }

        /// The integer `length`, then that many bytes.
        public static func bytes(
            _ field: Field, length: Field, _ property: WritableKeyPath<Value, [UInt8]> & Sendable
        ) -> Part {
            bytes(.bytes(field, length: length), filling: property)
        }

        /// The integer `length`, then at most `limit` elements that fill that many bytes exactly.
        public static func list<Element>(
            length: Field, of element: Schema<Element>, limit: Int, group: Field? = nil,
            _ property: WritableKeyPath<Value, [Element]> & Sendable
        ) -> Part {
            let first = element.layout.fields[0]
            let begin = Reader(field: first) { _, value in
                guard value[keyPath: property].count < limit else { return .tooMany }
                value[keyPath: property].append(element.empty)
                return nil
            }
            let readers = element.readers.map { reader in
                Reader(field: reader.field) { bytes, value in
                    let last = value[keyPath: property].count - 1
                    guard last >= 0 else { return nil }
                    return reader.read(bytes, &value[keyPath: property][last])
                }
            }
            return Part(
                part: .list(length: length, of: element.layout, group: group), readers: [begin] + readers,
                write: { value, writer in
                    writer.list(length, of: value[keyPath: property]) { element.write($1, to: &$0) }
                })
        }

        private static func bytes(
            _ part: Layout.Part, filling property: WritableKeyPath<Value, [UInt8]> & Sendable
        ) -> Part {
            Part(
                part: part,
                readers: [
                    Reader(field: part.field) { bytes, value in
                        value[keyPath: property] = Array(bytes)
                        return nil
                    }
                ],
                write: { $1.put(part.field, $0[keyPath: property]) })
        }
    }
}

/// Why a field is not put into a value.
enum SchemaRefusal {
    /// The bytes stand for no value that the property can have.
    case illegalValue
    /// The list has as many elements as it may have.
    case tooMany
}
