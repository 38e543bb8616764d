// SPDX-License-Identifier: Apache-2.0

/// Content of a file record: a piece of the file and, at its beginning, what the file is. PROTOCOL.md §4.
public struct FileFragment: Equatable, Sendable {
    public struct Description: Equatable, Sendable {
        /// Bytes of the whole file.
        public var size: UInt64
        /// Of the whole file, 32 bytes.
        public var sha256: [UInt8]
        public var name: [UInt8]
        public var mediaType: [UInt8]

        public init(size: UInt64, sha256: [UInt8], name: [UInt8], mediaType: [UInt8]) {
            self.size = size
            self.sha256 = sha256
            self.name = name
            self.mediaType = mediaType
        }
    }

    /// Place in the file of the first of `data`.
    public var offset: UInt64
    /// In a message's first record only.
    public var description: Description?
    public var data: [UInt8]

    public static let firstLayout = Layout([
        .integer(.fileOffset, 8), .integer(.fileSize, 8), .fixed(.fileSHA256, 32),
        .bytes(.fileName, length: .fileNameLength, 2), .bytes(.mediaType, length: .mediaTypeLength, 2),
        .rest(.fileData),
    ])
    public static let laterLayout = Layout([.integer(.fileOffset, 8), .rest(.fileData)])

    public init(offset: UInt64, description: Description?, data: [UInt8]) {
        self.offset = offset
        self.description = description
        self.data = data
    }

    public init(decoding content: RawSpan, _ fragment: Fragment) throws(WireError) {
        let parts = try Parts(decoding: content, fragment)
        offset = parts.offset
        data = Array(content.extracting(parts.data))
        guard fragment.beginsMessage else { return }
        let name = Array(content.extracting(parts.name))
        let mediaType = Array(content.extracting(parts.mediaType))
        guard Self.isSafe(name: name) else { throw .illegalValue(field: .fileName, offset: parts.name.lowerBound) }
        guard String(validating: mediaType, as: UTF8.self) != nil else {
            throw .illegalValue(field: .mediaType, offset: parts.mediaType.lowerBound)
        }
        guard offset == 0 else { throw .illegalValue(field: .fileOffset, offset: 0) }
        description = Description(
            size: parts.size, sha256: Array(content.extracting(parts.sha256)), name: name, mediaType: mediaType)
    }

    public func encoded() -> [UInt8] {
        var writer = LayoutWriter(description == nil ? Self.laterLayout : Self.firstLayout)
        writer.put(.fileOffset, offset)
        if let description {
            writer.put(.fileSize, description.size)
            writer.put(.fileSHA256, description.sha256)
            writer.put(.fileName, description.name)
            writer.put(.mediaType, description.mediaType)
        }
        writer.put(.fileData, data)
        return writer.finish()
    }

    /// Whether `name` is a file's own name, which leads out of no folder.
    public static func isSafe(name: [UInt8]) -> Bool {
        guard (1...255).contains(name.count), name != Array(".".utf8), name != Array("..".utf8) else { return false }
        guard let text = String(validating: name, as: UTF8.self) else { return false }
        return text.unicodeScalars.allSatisfy {
            $0 != "/" && $0 != "\\" && $0.properties.generalCategory != .control
        }
    }
}
