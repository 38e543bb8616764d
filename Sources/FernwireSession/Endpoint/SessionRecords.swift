// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
public import FernwireWire

// Records, once the handshake is done. PROTOCOL.md §4.
extension Session {
    /// Why a message was not sent.
    public enum SendError: Error, Equatable, Sendable {
        /// The session is not established, or this side ended it.
        case notOpen
        case cannotRekey
        /// The direction's last sequence number or epoch is used up.
        case exhausted
        /// The file's name and media type do not fit into a record of the suite.
        case nameTooLong
    }

    /// Sends a message in as many records as it takes.
    ///
    /// - Returns: the message's id.
    @discardableResult
    public mutating func send(
        _ contentType: ContentType, _ bytes: [UInt8], replyTo: UInt64 = 0
    ) throws(SendError) -> UInt64 {
        precondition(!contentType.isControl && contentType != .file)
        let capacity = try contentCapacity()
        let pieces = stride(from: 0, to: max(bytes.count, 1), by: capacity).map {
            Array(bytes[$0..<min($0 + capacity, bytes.count)])
        }
        return try send(contentType, pieces: pieces, replyTo: replyTo)
    }

    /// Sends a file.
    @discardableResult
    public mutating func sendFile(
        named name: [UInt8], mediaType: [UInt8], _ data: [UInt8], replyTo: UInt64 = 0
    ) throws(SendError) -> UInt64 {
        precondition(FileFragment.isSafe(name: name))
        let description = FileFragment.Description(
            size: UInt64(data.count), sha256: SHA256.hash(data.rawSpan), name: name, mediaType: mediaType)
        let capacity = try contentCapacity()
        var pieces: [[UInt8]] = []
        var offset = 0
        repeat {
            let head = FileFragment(
                offset: UInt64(offset), description: offset == 0 && pieces.isEmpty ? description : nil, data: [])
            let room = capacity - head.encoded().count
            guard room > 0 else { throw .nameTooLong }
            let end = min(offset + room, data.count)
            pieces.append(head.encoded() + data[offset..<end])
            offset = end
        } while offset < data.count
        return try send(.file, pieces: pieces, replyTo: replyTo)
    }

    /// Moves this side's direction to its next epoch.
    public mutating func rekey() throws(SendError) {
        let records = try openForSending()
        guard records.suite.canRekey else { throw .cannotRekey }
        guard records.sending.epoch < .max else { throw .exhausted }
        let (material, secret) = records.prepareRekey()
        let rekey = Rekey(nextEpoch: records.sending.epoch + 1, material: material)
        sendControl(.rekey, rekey.encoded(), records)
        records.sending = records.advanced(records.sending, secret)
        emit(.keys(records.keyLog(records.sending)))
    }

    /// Says that this side has nothing more to send.
    public mutating func end() throws(SendError) {
        let records = try openForSending()
        sendControl(.endOfSession, [], records)
        records.sending.hasEnded = true
        closeIfBothEnded(records)
    }

    /// Bytes of content that a record of this side may have.
    private func contentCapacity() throws(SendError) -> Int {
        try openForSending().sending.protection.capacity - RecordPlaintext.prefixLength
    }

    private func openForSending() throws(SendError) -> RecordLayer {
        guard case .open(let records) = state, !records.sending.hasEnded else { throw .notOpen }
        return records
    }

    private mutating func send(
        _ contentType: ContentType, pieces: [[UInt8]], replyTo: UInt64
    ) throws(SendError) -> UInt64 {
        let records = try openForSending()
        // Room is left for the end of the session.
        guard UInt64(pieces.count) < UInt64.max - 2 - sent else { throw .exhausted }
        let id = records.nextMessageID
        records.nextMessageID += 1
        for (index, piece) in pieces.enumerated() {
            let fragment: Fragment =
                pieces.count == 1 ? .whole : index == 0 ? .first : index == pieces.count - 1 ? .last : .middle
            send(RecordPlaintext(contentType, fragment, messageID: id, replyTo: replyTo, content: piece), records)
        }
        return id
    }

    mutating func sendControl(_ contentType: ContentType, _ content: [UInt8], _ records: RecordLayer) {
        send(RecordPlaintext(contentType, content: content), records)
    }

    private mutating func send(_ record: RecordPlaintext, _ records: RecordLayer) {
        var plaintext: [UInt8] = []
        record.encode(into: &plaintext)
        let protection = records.sending.protection
        let header = FrameHeader(
            .record, from: role, isProtected: records.suite.setsProtectedFlag, epoch: records.sending.epoch,
            sessionID: facts.sessionID,
            sequence: sent, length: protection.payloadLength(plaintext: plaintext.count))
        var frame = header.encoded()
        protection.seal(plaintext, timestamp: configuration.clock(), onto: &frame)
        send(header, frame)
    }

    mutating func receiveRecord(_ frame: [UInt8], _ records: RecordLayer) throws(SessionError) {
        var plaintext: [UInt8] = []
        let assurance: Assurance
        do { assurance = try records.receiving.protection.unseal(frame.rawSpan, into: &plaintext) } catch {
            throw SessionError(.badRecord)
        }
        guard assurance == .verified || !records.suite.authenticatesRecords else { throw SessionError(.internalError) }
        guard !records.receiving.hasEnded || isAlert(plaintext, records) else { throw SessionError(.unexpectedMessage) }
        let record: RecordPlaintext
        do {
            let prefix = records.suite.prefixLayout.fixedLength
            record = try RecordPlaintext(decoding: plaintext.rawSpan.extracting(prefix..<plaintext.count))
        } catch {
            throw SessionError(error)
        }
        guard record.contentType.isControl else {
            if let message = try records.assembler.add(record) { emit(.message(message)) }
            return
        }
        try receiveControl(record, records)
    }

    /// An alert may come after the end of its direction.
    private func isAlert(_ plaintext: [UInt8], _ records: RecordLayer) -> Bool {
        let prefix = records.suite.prefixLayout.fixedLength
        return plaintext.count > prefix && plaintext[prefix] == ContentType.alert.rawValue
    }

    private mutating func receiveControl(
        _ record: RecordPlaintext, _ records: RecordLayer
    ) throws(SessionError) {
        do {
            switch record.contentType {
            case .alert:
                let alert = try Alert(decoding: record.content.rawSpan)
                fail(.alert(code: alert.code, isAuthenticated: true))
            case .rekey:
                guard records.suite.canRekey else { throw SessionError(.unexpectedMessage) }
                let rekey = try Rekey(decoding: record.content.rawSpan)
                guard records.receiving.epoch < .max, rekey.nextEpoch == records.receiving.epoch + 1 else {
                    throw SessionError(.wrongEpoch)
                }
                let secret = try records.rekey(material: rekey.material)
                records.receiving = records.advanced(records.receiving, secret)
                emit(.keys(records.keyLog(records.receiving)))
            default:
                guard !records.assembler.isInsideMessage else { throw SessionError(.malformed) }
                records.receiving.hasEnded = true
                emit(.peerEnded)
                closeIfBothEnded(records)
            }
        } catch let error as SessionError {
            throw error
        } catch let error as WireError {
            throw SessionError(error)
        } catch {
            throw SessionError(.internalError)
        }
    }

    private mutating func closeIfBothEnded(_ records: RecordLayer) {
        guard records.sending.hasEnded, records.receiving.hasEnded else { return }
        finish()
        emit(.closed)
    }
}
