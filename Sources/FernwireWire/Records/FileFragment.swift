// SPDX-License-Identifier: Apache-2.0
public import WireSchema

/// The content of a file record: a piece of the file and, at the beginning of the file, its head. PROTOCOL.md §4.1.
public struct FileFragment: Equatable, Sendable {
    public struct Description: Equatable, Sendable {
        /// The number of bytes of the whole file.
        public var size: UInt64
        /// The hash of the whole file: 32 bytes.
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

    /// The place in the file of the first byte of `data`.
    public var offset: UInt64
    /// The head of the file, which a message's first record alone carries.
    public var description: Description?
    public var data: [UInt8]

    public static let firstLayout = Layout([
        .value(.fileOffset), .value(.fileSize), .fixed(.fileSHA256, 32),
        .bytes(.fileName, length: .fileNameLength), .bytes(.mediaType, length: .mediaTypeLength), .rest(.fileData),
    ])
    public static let laterLayout = Layout([.value(.fileOffset), .rest(.fileData)])

    public init(offset: UInt64, description: Description?, data: [UInt8]) {
        self.offset = offset
        self.description = description
        self.data = data
    }

    public init(decoding content: RawSpan, _ fragment: Fragment) throws(WireError) {
        let parts = try Parts(decoding: content, fragment)
        try parts.check(content, fragment)
        offset = parts.offset
        data = Array(content.extracting(parts.data))
        guard fragment.beginsMessage else { return }
        description = Description(
            size: parts.size, sha256: Array(content.extracting(parts.sha256)),
            name: Array(content.extracting(parts.name)), mediaType: Array(content.extracting(parts.mediaType)))
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

    /// Whether `name` is a bare file name, which leads out of no folder.
    public static func isSafe(name: [UInt8]) -> Bool {
        guard (1...255).contains(name.count), name != Array(".".utf8), name != Array("..".utf8) else { return false }
        guard let text = String(validating: name, as: UTF8.self) else { return false }
        return text.unicodeScalars.allSatisfy {
            $0 != "/" && $0 != "\\" && $0.properties.generalCategory != .control
        }
    }
}

extension Field {
    public static let fileOffset = Field(
        "fernwire.file.offset", "Offset", kind: .u64, summary: "Place in the file of the data's first byte")
    public static let fileSize = Field("fernwire.file.size", "Size", kind: .u64, summary: "Bytes of the whole file")
    public static let fileSHA256 = Field(
        "fernwire.file.sha256", "SHA-256", kind: .bytes, summary: "Hash of the whole file")
    public static let fileNameLength = Field(
        "fernwire.file.name_length", "Name length", kind: .u16, summary: "Bytes of the name")
    public static let fileName = Field(
        "fernwire.file.name", "Name", kind: .text, summary: "Name of the file, without a folder")
    public static let mediaTypeLength = Field(
        "fernwire.file.media_type_length", "Media type length", kind: .u16, summary: "Bytes of the media type")
    public static let mediaType = Field(
        "fernwire.file.media_type", "Media type", kind: .text, summary: "Such as text/plain")
    public static let fileData = Field(
        "fernwire.file.data", "Data", kind: .bytes, summary: "This fragment's part of the file")
}
