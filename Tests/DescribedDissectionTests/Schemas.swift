// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import FernwireWire

// What the schemas say, in the words of the description.

extension Field {
    /// The name that a description gives the field: the last part of its filter.
    var member: String { filter.description.split(separator: ".").last.map(String.init) ?? "" }
}

extension Layout {
    /// The fields of `bytes`, which begin at `offset`.
    ///
    /// - Throws: `WireError` for bytes that do not have the form.
    func leaves(of bytes: [UInt8], at offset: Int = 0) throws -> [Leaf] {
        var leaves: [Leaf] = []
        try walk(bytes.rawSpan) { event in
            switch event {
            case .leaf(let field, let range):
                let number = field.kind.bits > 0 ? bytes.rawSpan.integer(at: range.lowerBound, width: range.count) : nil
                leaves.append(Leaf(field.member, range.moved(by: offset), number))
            case .group(let field, let range): leaves.append(Leaf(field.member, range.moved(by: offset)))
            case .end: break
            }
        }
        return leaves
    }

    /// The names of the elements that lists have.
    static let groups: Set<String> = Set(MessageType.all.compactMap(\.layout).flatMap(\.groups))

    private var groups: [String] {
        parts.flatMap { part -> [String] in
            guard case .list(_, let element, let group) = part.shape else { return [] }
            return (group.map { [$0.member] } ?? []) + element.groups
        }
    }
}

extension MessageType {
    /// The form of the payload; `nil` for a record.
    var layout: Layout? {
        func layout<M: Message>(of message: M.Type) -> Layout { M.schema.layout }
        return declaration.message.map { layout(of: $0) }
    }
}

extension RecordPlaintext {
    /// The fields of a record plaintext, which begins at `offset`.
    static func leaves(of bytes: [UInt8], at offset: Int = 0) throws -> [Leaf] {
        let head = try Head(decoding: bytes.rawSpan)
        let (prefix, content) = (bytes[..<prefixLength], bytes[prefixLength...])
        return try prefixLayout.leaves(of: Array(prefix), at: offset)
            + contentLayout(head.contentType, head.fragment).leaves(of: Array(content), at: offset + prefixLength)
    }
}

extension CipherSuite {
    /// The suite's name as one in a description.
    var member: String { name.description.replacing("-", with: "_") }
}

/// What the schemas say of a frame.
func leaves(ofFrame frame: [UInt8]) throws -> [Leaf] {
    let header = FrameHeader(decoding: frame.rawSpan)
    let payload = Array(frame[Wire.headerLength...])
    let all = try FrameHeader.layout.leaves(of: Array(frame[..<Wire.headerLength]))
    guard !header.isProtected, let type = header.knownType else {
        return all + [Leaf("payload", Wire.headerLength..<frame.count)]
    }
    guard let layout = type.layout else {
        return all + (try RecordPlaintext.leaves(of: payload, at: Wire.headerLength))
    }
    return all + (try layout.leaves(of: payload, at: Wire.headerLength))
}

extension Range<Int> {
    fileprivate func moved(by offset: Int) -> Range<Int> { lowerBound + offset..<upperBound + offset }
}
