// SPDX-License-Identifier: Apache-2.0

/// A typed addition to a hello. PROTOCOL.md §3.1.
public struct Extension: Equatable, Sendable {
    public var type: UInt16
    public var data: [UInt8]

    public init(type: UInt16, data: [UInt8]) {
        self.type = type
        self.data = data
    }

    static let limit = 32

    static let list: Layout.Part = .list(
        .extensionsLength, 2,
        of: Layout([.integer(.extensionType, 2), .bytes(.extensionData, length: .extensionLength, 2)]),
        group: .extensionEntry)

    static func write(_ extensions: [Extension], to writer: inout LayoutWriter) {
        writer.list(.extensionsLength, extensions) { writer, item in
            writer.put(.extensionType, item.type)
            writer.put(.extensionData, item.data)
        }
    }

    /// - Throws: more than ``limit``, or a type twice.
    static func check(_ extensions: [Extension]) throws(WireError) {
        guard extensions.count <= limit else { throw .tooMany(field: .extensionType, offset: 0) }
        guard Set(extensions.map(\.type)).count == extensions.count else {
            throw .illegalValue(field: .extensionType, offset: 0)
        }
    }
}
