// SPDX-License-Identifier: Apache-2.0
import FernwireWire
import Foundation
import Testing

/// The header and the registries, against the tables of PROTOCOL.md itself.
@Suite struct FrameHeaderTests {
    static let document = Result {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(path: "docs/PROTOCOL.md"), encoding: .utf8)
        return text.components(separatedBy: "\n")
    }

    /// The rows of the first table after a heading.
    private func table(after heading: String) throws -> [[String]] {
        let document = try Self.document.get()
        let start = try #require(document.firstIndex { $0.hasPrefix(heading) })
        let table = document[start...].drop { !$0.hasPrefix("|") }.prefix { $0.hasPrefix("|") }.dropFirst(2)
        return table.map { row in
            row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces.union(.init(charactersIn: "*"))) }
        }
    }

    @Test("The header's fields have the offsets and widths of the specification's table")
    func liesAsTheTableSays() throws {
        let names: [Field: String] = [
            .magic: "magic", .version: "version", .type: "type", .flags: "flags", .direction: "direction",
            .epoch: "epoch", .sessionID: "session id", .sequence: "sequence", .length: "length",
        ]
        let rows = try table(after: "## 2 Frames")
        let parts = FrameHeader.layout.parts
        #expect(rows.count == parts.count)
        var offset = 0
        for (row, part) in zip(rows, parts) {
            guard case .value(let width) = part.shape else {
                Issue.record("\(part.field.filter) is no integer")
                continue
            }
            #expect(row[..<3] == ["\(offset)", "\(width)", names[part.field]!])
            offset += width
        }
        #expect(offset == Wire.headerLength)
    }

    @Test("The table of each message in the document has the forms of its schema, in order")
    func messagesAreTheDocuments() throws {
        func layout<M: Message>(_ message: M.Type) -> Layout { M.schema.layout }
        // An alert's form is in its registry; a record's is its suite's.
        for type in MessageType.all where type != .alert {
            guard let message = type.declaration.message else { continue }
            let code = String(type.rawValue, radix: 16, uppercase: true)
            let heading = "\(type.name) (type 0x\(type.rawValue < 16 ? "0" : "")\(code))"
            let start = try #require(try Self.document.get().first { $0.hasPrefix("### ") && $0.hasSuffix(heading) })
            let forms = try table(after: start).map { $0[1].replacing("`", with: "") }
            #expect(forms == layout(message).parts.map(form), "\(type.name)")
        }
    }

    /// How the document writes a part of a layout.
    private func form(_ part: Layout.Part) -> String {
        func integer(_ width: Int) -> String { "u\(8 * width)" }
        switch part.shape {
        case .value(let width): return integer(width)
        case .fixed(let count): return "bytes[\(count)]"
        case .rest: return "rest"
        case .allBut(let count): return "all but \(count)"
        case .bytes(_, let width): return "bytes<\(integer(width))>"
        case .list(let width, let element, let group):
            let group = group.flatMap { $0.filter.description.split(separator: ".").last }.map(String.init)
            return "list<\(integer(width))> of " + (group ?? element.parts.map(form).joined(separator: ", "))
        }
    }

    @Test("The registries of types, kinds and alerts are those of the specification")
    func registriesAreTheDocuments() throws {
        func rows(_ heading: String) throws -> [String: Int] {
            let pairs = try table(after: "### \(heading)").compactMap { row -> (String, Int)? in
                let number = row[0].hasPrefix("0x") ? Int(row[0].dropFirst(2), radix: 16) : Int(row[0])
                // What is reserved, or stands for nothing, has no name of ours.
                return ["reserved", "none"].contains(row[1]) ? nil : number.map { (row[1], $0) }
            }
            return Dictionary(uniqueKeysWithValues: pairs)
        }
        func registry<T: RawRepresentable & CaseIterable>(_: T.Type, _ name: (T) -> StaticString) -> [String: Int]
        where T.RawValue: BinaryInteger {
            Dictionary(uniqueKeysWithValues: T.allCases.map { (name($0).description, Int($0.rawValue)) })
        }
        let types = MessageType.all.map { ($0.name.description, Int($0.rawValue)) }
        #expect(try rows("Message types") == Dictionary(uniqueKeysWithValues: types))
        #expect(try rows("Content types") == registry(ContentType.self, \.name))
        #expect(try rows("Key kinds") == registry(KeyKind.self, \.name))
        #expect(try rows("Share kinds") == registry(ShareKind.self, \.name))
        #expect(try rows("Secret kinds") == registry(SecretKind.self, \.name))
        #expect(try rows("Alerts") == registry(AlertCode.self, \.name))
    }

    @Test("A frame header survives encoding, and the schema encodes and decodes it alike")
    func survivesEncoding() throws {
        let header = FrameHeader(
            .record, from: .fromServer, isProtected: true, epoch: 0x0102_0304, sessionID: 0x1122_3344_5566_7788,
            sequence: .max, length: 65_536)
        let bytes = header.encoded()
        #expect(bytes.prefix(8) == [0xFE, 0x52, 0x4E, 0x57, 1, 0x20, 1, 1])
        let decoded = FrameHeader(decoding: bytes.rawSpan)
        #expect(decoded == header)
        // The decoder and the encoder of every frame do as the schema says.
        let described = try FrameHeader.schema.decode(bytes.rawSpan)
        #expect(described == header && FrameHeader.schema.encode(header) == bytes)
        #expect(decoded.isProtected && decoded.isCredible)
    }

    @Test("Each bit of a frame header survives decoding and encoding")
    func eachBitOfAHeaderIsKept() {
        let bytes = FrameHeader(.finished, from: .fromClient, sessionID: 1, sequence: 2, length: 3).encoded()
        for bit in 0..<256 {
            var changed = bytes
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(FrameHeader(decoding: changed.rawSpan).encoded() == changed)
        }
    }
}
