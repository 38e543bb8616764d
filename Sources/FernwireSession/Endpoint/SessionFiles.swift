// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
public import FernwireWire

// Files, which may be larger than memory. PROTOCOL.md §4.
extension Session {
    /// Sends a file whose data are all at hand.
    ///
    /// - Returns: the message's id.
    ///
    /// - Throws: why the file was not sent.
    @discardableResult
    public mutating func sendFile(
        named name: [UInt8], mediaType: [UInt8], _ data: [UInt8], replyTo: UInt64 = 0
    ) throws(SendError) -> UInt64 {
        let description = FileFragment.Description(
            size: UInt64(data.count), sha256: SHA256.hash(data.rawSpan), name: name, mediaType: mediaType)
        let id = try beginFile(description, replyTo: replyTo)
        try send(fileData: data)
        return id
    }

    /// Begins a file, whose data follow. Until all of them did, nothing else can be sent.
    ///
    /// - Precondition: the file's name is safe: see ``FileFragment/isSafe(name:)``.
    ///
    /// - Returns: the message's id.
    ///
    /// - Throws: why the file was not begun.
    @discardableResult
    public mutating func beginFile(
        _ description: FileFragment.Description, replyTo: UInt64 = 0
    ) throws(SendError) -> UInt64 {
        precondition(FileFragment.isSafe(name: description.name))
        let head = FileFragment(offset: 0, description: description, data: [])
        guard head.encoded().count <= (try contentCapacity()) else { throw .nameTooLong }
        let (records, id) = try beginMessage(atLeast: 1, atMost: Int(clamping: description.size))
        records.outgoingFile = OutgoingFile(id: id, replyTo: replyTo, description: description)
        if description.size == 0 { try sendPiece([]) }
        return id
    }

    /// Sends the file's next data, in as many records as they take.
    ///
    /// - Throws: ``SendError/fileTooLong`` for more data than the description says, or another reason why they were not
    ///   sent.
    public mutating func send(fileData data: [UInt8]) throws(SendError) {
        var offset = 0
        while offset < data.count {
            let records = try openForSending()
            guard let file = records.outgoingFile else { throw .fileTooLong }
            let head = FileFragment(offset: file.offset, description: file.pendingDescription, data: [])
            let room = try contentCapacity() - head.encoded().count
            let end = min(offset + room, data.count)
            try sendPiece(Array(data[offset..<end]))
            offset = end
        }
    }

    private mutating func sendPiece(_ data: [UInt8]) throws(SendError) {
        let records = try openForSending()
        guard var file = records.outgoingFile, UInt64(data.count) <= file.description.size - file.offset else {
            throw .fileTooLong
        }
        try keepToKeyLimit(records)
        let description = file.pendingDescription
        let piece = FileFragment(offset: file.offset, description: description, data: data)
        file.offset += UInt64(data.count)
        file.hasBegun = true
        let isLast = file.offset == file.description.size
        records.outgoingFile = isLast ? nil : file
        let fragment: Fragment = description != nil ? (isLast ? .whole : .first) : isLast ? .last : .middle
        send(
            RecordPlaintext(
                .file, fragment, messageID: file.id, replyTo: file.replyTo, content: piece.encoded()), records)
    }
}

/// A file that was begun and has data still to be sent.
struct OutgoingFile {
    let id: UInt64
    let replyTo: UInt64
    let description: FileFragment.Description
    var offset: UInt64 = 0
    var hasBegun = false

    /// The head that the file's next record has to carry; `nil` once one did.
    var pendingDescription: FileFragment.Description? { hasBegun ? nil : description }
}
