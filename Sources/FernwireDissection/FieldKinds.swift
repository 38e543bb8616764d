// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireSession
import FernwireWire

extension FieldDeclaration {
    /// A field of the specification.
    init(_ field: Field) {
        let description = field.description
        self.init(
            filter: description.filter, name: description.name, summary: description.summary,
            kind: FieldKind(description.meaning, bytes: Layout.widths[field]),
            values: ValueNames(description.meaning))
    }
}

extension FieldKind {
    init(_ meaning: FieldDescription.Meaning, bytes width: Int?) {
        switch meaning {
        case .bytes: self = .bytes
        case .text: self = .text
        case .group: self = .none
        case .secondsSince1970: self = .secondsSince1970
        case .hexadecimal, .flags, .suite, .extensionType: self = .unsigned(bits: 8 * (width ?? 1), base: .hexadecimal)
        default: self = .unsigned(bits: 8 * (width ?? 1), base: .decimal)
        }
    }
}

extension ValueNames {
    init?(_ meaning: FieldDescription.Meaning) {
        switch meaning {
        case .messageType: self.init(MessageType.allCases.map { (UInt32($0.rawValue), $0.title) })
        case .direction: self.init([(0, "client to server"), (1, "server to client")])
        case .suite:
            self.init(SuiteRegistry.standard.suites.map { (UInt32($0.id.rawValue), $0.name) } + Self.meaningless)
        case .extensionType: self.init([(1, "versions")] + Self.meaningless)
        case .keyKind: self.init(KeyKind.allCases.map { (UInt32($0.rawValue), $0.name) })
        case .shareKind: self.init(ShareKind.allCases.map { (UInt32($0.rawValue), $0.name) })
        case .secretKind: self.init(SecretKind.allCases.map { (UInt32($0.rawValue), $0.name) })
        case .contentType: self.init(ContentType.allCases.map { (UInt32($0.rawValue), $0.name) })
        case .fragment: self.init(Fragment.allCases.map { (UInt32($0.rawValue), $0.name) })
        case .alertCode: self.init(AlertCode.allCases.map { (UInt32($0.rawValue), $0.name) })
        case .bytes, .text, .number, .hexadecimal, .group, .secondsSince1970, .flags: return nil
        }
    }

    /// Values that a client puts into its hello to keep servers tolerant. PROTOCOL.md §3.11.
    private static var meaningless: [(UInt32, StaticString)] { GREASE.values.map { (UInt32($0), "GREASE") } }
}

extension Layout {
    /// Bytes of each integer field, lengths included.
    static let widths: [Field: Int] = {
        var widths: [Field: Int] = [:]
        func note(_ layout: Layout) {
            for part in layout.parts {
                switch part.shape {
                case .integer(let width): widths[part.field] = width
                case .bytes(let length, let width): widths[length] = width
                case .list(let width, let element, _):
                    widths[part.field] = width
                    note(element)
                case .fixed, .rest, .allBut: break
                }
            }
        }
        let messages: [any Message.Type] = [
            ClientHello.self, ServerHello.self, PublicKey.self, KeyWrap.self, KeyShare.self, Signature.self,
            Identity.self, Finished.self, Alert.self,
        ]
        let contents = ContentType.allCases.map { RecordPlaintext.contentLayout($0, .whole) }
        let others = [FrameHeader.layout, RecordPlaintext.prefixLayout, Token.layout]
        let payloads = SuiteRegistry.standard.suites.map { $0.payloadLayout }
        for layout in messages.map({ $0.layout }) + contents + others + payloads { note(layout) }
        return widths
    }()
}
