// SPDX-License-Identifier: Apache-2.0

/// Writes a message field by field, holding the caller to the layout: the next field, in its declared form.
///
/// A departure is a programmer's error and traps; peer bytes never come here unchecked.
public struct LayoutWriter: Sendable {
    private var bytes: [UInt8]
    private var parts: [Layout.Part]
    private var next = 0

    /// Continues after `bytes`.
    public init(_ layout: Layout, after bytes: [UInt8] = []) {
        self.parts = layout.parts
        self.bytes = bytes
    }

    /// Writes an integer field.
    public mutating func put(_ field: Field, _ value: some FixedWidthInteger & UnsignedInteger) {
        guard case .value(let width) = advance(to: field) else { preconditionFailure("\(field.filter) is no integer") }
        append(UInt64(value), width)
    }

    /// Writes a field of bytes, with its length if it has one.
    public mutating func put(_ field: Field, _ content: RawSpan) {
        switch advance(to: field) {
        case .fixed(let count):
            precondition(content.byteCount == count, "\(field.filter) has \(count) bytes")
        case .bytes(_, let width):
            append(UInt64(content.byteCount), width)
        case .rest, .allBut:
            break
        case .value, .list:
            preconditionFailure("\(field.filter) is not a field of bytes")
        }
        bytes.append(content)
    }

    /// Writes a field of bytes, with its length if it has one.
    public mutating func put(_ field: Field, _ content: [UInt8]) {
        put(field, content.rawSpan)
    }

    /// Writes a list: its length field, then each of `elements` by the element's own layout.
    public mutating func list<Element>(
        _ length: Field, of elements: [Element], _ each: (inout LayoutWriter, Element) -> Void
    ) {
        guard case .list(let width, let element, _) = advance(to: length) else {
            preconditionFailure("\(length.filter) begins no list")
        }
        let outer = (parts, next)
        let start = bytes.count
        bytes.append(0, width: width)
        for item in elements {
            (parts, next) = (element.parts, 0)
            each(&self, item)
            precondition(next == parts.count, "the element lacks \(parts[next].field.filter)")
        }
        (parts, next) = outer
        let count = bytes.count - start - width
        precondition(count >> (8 * width) == 0, "\(length.filter) overflows")
        for index in 0..<width {
            bytes[start + index] = UInt8(truncatingIfNeeded: count >> (8 * (width - 1 - index)))
        }
    }

    /// The bytes of the whole message.
    public consuming func finish() -> [UInt8] {
        precondition(next == parts.count, "the message lacks \(parts[next].field.filter)")
        return bytes
    }

    private mutating func advance(to field: Field) -> Layout.Shape {
        precondition(next < parts.count && parts[next].field == field, "\(field.filter) has no place here")
        defer { next += 1 }
        return parts[next].shape
    }

    private mutating func append(_ value: UInt64, _ width: Int) {
        precondition(width == 8 || value >> UInt64(8 * width) == 0, "a value overflows its field")
        bytes.append(value, width: width)
    }
}
