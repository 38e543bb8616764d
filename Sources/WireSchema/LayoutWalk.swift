// SPDX-License-Identifier: Apache-2.0

/// What walking a layout over bytes meets. Ranges are in bytes from the first byte walked.
public enum LayoutEvent: Sendable, Equatable {
    /// A field with its bytes.
    case leaf(Field, Range<Int>)
    /// A group begins; what follows up to ``end`` lies in it.
    case group(Field, Range<Int>)
    /// The group that began last ends.
    case end
}

extension Layout {
    /// Calls `visit` for each field that `bytes` holds, in order, and stops at the first that does not fit.
    ///
    /// Everything met before an error was visited, so that an observer can show a message as far as it goes.
    public func walk(_ bytes: RawSpan, _ visit: (LayoutEvent) -> Void) throws(WireError) {
        let end = try walk(bytes, in: 0..<bytes.byteCount, visit)
        guard end == bytes.byteCount else {
            throw .trailingBytes(count: bytes.byteCount - end, offset: end)
        }
    }

    /// Whether `bytes` have the form of the layout.
    public func fits(_ bytes: RawSpan) -> Bool {
        do {
            try walk(bytes) { _ in }
            return true
        } catch {
            return false
        }
    }

    /// Walks the layout once over `range` and returns where it ended.
    private func walk(
        _ bytes: RawSpan, in range: Range<Int>, _ visit: (LayoutEvent) -> Void
    ) throws(WireError) -> Int {
        var offset = range.lowerBound

        func take(_ count: Int, _ field: Field) throws(WireError) -> Range<Int> {
            guard count >= 0, count <= range.upperBound - offset else {
                throw .truncated(field: field, offset: offset)
            }
            defer { offset += count }
            return offset..<offset + count
        }

        func takeLength(_ field: Field, _ width: Int) throws(WireError) -> Int {
            let place = try take(width, field)
            visit(.leaf(field, place))
            return Int(bytes.integer(at: place.lowerBound, width: width))
        }

        for part in parts {
            switch part.shape {
            case .value(let width):
                visit(.leaf(part.field, try take(width, part.field)))
            case .fixed(let count):
                visit(.leaf(part.field, try take(count, part.field)))
            case .rest:
                visit(.leaf(part.field, try take(range.upperBound - offset, part.field)))
            case .allBut(let count):
                visit(.leaf(part.field, try take(range.upperBound - offset - count, part.field)))
            case .bytes(let length, let width):
                let count = try takeLength(length, width)
                visit(.leaf(part.field, try take(count, part.field)))
            case .list(let width, let element, let group):
                let count = try takeLength(part.field, width)
                let list = try take(count, part.field)
                try element.repeated(bytes, in: list, under: group, visit)
            }
        }
        return offset
    }

    private func repeated(
        _ bytes: RawSpan, in list: Range<Int>, under group: Field?, _ visit: (LayoutEvent) -> Void
    ) throws(WireError) {
        var offset = list.lowerBound
        while offset < list.upperBound {
            let rest = offset..<list.upperBound
            guard let group else {
                offset = try walk(bytes, in: rest, visit)
                continue
            }
            // A group's range is shown before its fields, so its end is found first.
            let end = try walk(bytes, in: rest) { _ in }
            visit(.group(group, offset..<end))
            offset = try walk(bytes, in: rest, visit)
            visit(.end)
        }
    }
}
