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
        /// The direction has used up its sequence numbers or epochs, or the records of a key that cannot be changed.
        case exhausted
        /// The direction was rekeyed so often that the peer would refuse one more: PROTOCOL.md §4.2.
        case rekeyedTooOften
        /// The file's name and media type do not fit into a record of the suite.
        case nameTooLong
        /// A file was begun and has more to come.
        case insideFile
        /// There are more data than the file's description says.
        case fileTooLong
    }

    /// Sends a message in as many records as it takes.
    ///
    /// - Precondition: the content type is no control type and not `file`.
    ///
    /// - Returns: the message's id.
    ///
    /// - Throws: why the message was not sent.
    @discardableResult
    public mutating func send(
        _ contentType: ContentType, _ bytes: [UInt8], replyTo: UInt64 = 0
    ) throws(SendError) -> UInt64 {
        precondition(!contentType.isControl && contentType != .file)
        let capacity = try contentCapacity()
        let count = max((bytes.count + capacity - 1) / capacity, 1)
        let (records, id) = try beginMessage(atLeast: count, atMost: count)
        for piece in 0..<count {
            try keepToKeyLimit(records)
            let fragment: Fragment = count == 1 ? .whole : piece == 0 ? .first : piece == count - 1 ? .last : .middle
            let rest = bytes.dropFirst(piece * capacity)
            let content = count == 1 ? bytes : Array(rest.prefix(capacity))
            send(RecordPlaintext(contentType, fragment, messageID: id, replyTo: replyTo, content: content), records)
        }
        return id
    }

    /// Whether the records of this side follow from keys, headers and plaintexts alone.
    public var isDeterministic: Bool {
        guard case .open(let records) = state else { return false }
        return records.sending.protection.isDeterministic
    }

    /// Whether sending messages of `count` bytes draws no random numbers: neither IVs nor the keys of a rekey.
    public func drawsNothing(sending count: Int, messages: Int = 1) -> Bool {
        guard case .open(let records) = state else { return false }
        let protection = records.sending.protection
        let pieces = count / (protection.capacity - RecordPlaintext.prefixLength) + messages
        guard pieces <= protection.recordsWithoutDrawing else { return false }
        guard records.suite.canRekey else { return true }
        return configuration.rekeyInterval == nil
            && records.sending.recordsInEpoch + UInt64(pieces) < configuration.recordsPerKey - KeyLimits.reserve
    }

    /// Moves this side's direction to its next epoch. PROTOCOL.md §4.2.
    ///
    /// - Throws: why the direction was not rekeyed.
    public mutating func rekey() throws(SendError) {
        let records = try openForSending()
        guard records.suite.canRekey else { throw .cannotRekey }
        guard records.sending.epoch < .max else { throw .exhausted }
        guard records.sending.mayRekey else { throw .rekeyedTooOften }
        let (material, secret) = records.prepareRekey()
        let rekey = Rekey(nextEpoch: records.sending.epoch + 1, material: material)
        sendControl(.rekey, rekey.encoded(), on: records)
        records.sending = records.advanced(records.sending, secret)
        emit(.keys(records.keyLog(records.sending)))
    }

    /// Says that this side has nothing more to send. PROTOCOL.md §4.3.
    ///
    /// - Throws: ``SendError/insideFile`` or ``SendError/notOpen``.
    public mutating func end() throws(SendError) {
        let records = try openForMessage()
        sendControl(.endOfSession, [], on: records)
        records.sending.hasEnded = true
        closeIfBothEnded(records)
    }

    /// Returns how many bytes of content a record of this side may have.
    func contentCapacity() throws(SendError) -> Int {
        try openForSending().sending.protection.capacity - RecordPlaintext.prefixLength
    }

    func openForSending() throws(SendError) -> RecordLayer {
        guard case .open(let records) = state, !records.sending.hasEnded else { throw .notOpen }
        return records
    }

    private func openForMessage() throws(SendError) -> RecordLayer {
        let records = try openForSending()
        guard records.outgoingFile == nil else { throw .insideFile }
        return records
    }

    /// Takes the next message's id, after a rekey if one is due.
    ///
    /// - Parameters:
    ///   - least: the fewest records that the message may have.
    ///   - most: the most.
    mutating func beginMessage(atLeast least: Int, atMost most: Int) throws(SendError) -> (RecordLayer, id: UInt64) {
        let records = try openForMessage()
        // Room is left for the end of the session.
        guard UInt64(most) < UInt64.max - 3 - sent else { throw .exhausted }
        if !records.suite.canRekey {
            let protected = records.sending.recordsInEpoch + UInt64(least)
            guard protected <= KeyLimits.recordsWithoutRekey - KeyLimits.reserve else { throw .exhausted }
        }
        let id = records.nextMessageID
        if let interval = configuration.rekeyInterval, records.suite.canRekey, id > 1, (id - 1) % interval == 0 {
            try rekey()
        }
        records.nextMessageID += 1
        return (records, id)
    }

    /// Rekeys before a key protects more records than it may. Control records may stand between a message's fragments.
    mutating func keepToKeyLimit(_ records: RecordLayer) throws(SendError) {
        let sent = records.sending.recordsInEpoch
        guard records.suite.canRekey else {
            guard sent < KeyLimits.recordsWithoutRekey - KeyLimits.reserve else { throw .exhausted }
            return
        }
        if sent >= configuration.recordsPerKey - KeyLimits.reserve { try rekey() }
    }

    mutating func sendControl(_ contentType: ContentType, _ content: [UInt8], on records: RecordLayer) {
        send(RecordPlaintext(contentType, content: content), records)
    }

    mutating func send(_ record: RecordPlaintext, _ records: RecordLayer) {
        plaintext.removeAll(keepingCapacity: true)
        record.encode(into: &plaintext)
        let protection = records.sending.protection
        let header = FrameHeader(
            .record, from: role, isProtected: records.suite.setsProtectedFlag, epoch: records.sending.epoch,
            sessionID: sessionID, sequence: sent, length: protection.payloadLength(plaintext: plaintext.count))
        sendPlaintext(header, under: protection)
        records.sending.note(record.contentType)
    }

    /// - Parameter place: the frame's place in the bytes of ``reader``.
    mutating func receiveRecord(
        _ header: FrameHeader, at place: Range<Int>, _ records: RecordLayer
    ) throws(SessionError) {
        var opened: [UInt8] = []
        swap(&opened, &plaintext)
        defer { swap(&opened, &plaintext) }
        opened.removeAll(keepingCapacity: true)
        let assurance: Assurance
        do {
            assurance = try records.receiving.protection.unseal(
                reader.bytes.extracting(place), header: header, appendingTo: &opened)
        } catch {
            throw SessionError(.badRecord, .record(error))
        }
        guard assurance == .verified || !records.suite.authenticatesRecords else { throw SessionError(.internalError) }
        let isAlert = isAlert(opened, records)
        guard !records.receiving.hasEnded || isAlert else { throw SessionError(.unexpectedMessage) }
        let record: RecordPlaintext
        do {
            let prefix = records.suite.prefixLength
            record = try RecordPlaintext(decoding: opened.rawSpan.extracting(prefix..<opened.count))
        } catch {
            // An alert is never answered: PROTOCOL.md §8.
            if isAlert { return fail(.local(SessionError(error))) }
            throw SessionError(error)
        }
        if record.contentType == .rekey, !records.receiving.mayRekey { throw SessionError(.unexpectedMessage) }
        records.receiving.note(record.contentType)
        guard record.contentType.isControl else {
            switch try records.assembler.add(record) {
            case .message(let message): emit(.message(message))
            case .piece(let piece): emit(.filePiece(piece))
            case nil: break
            }
            return
        }
        try receiveControl(record, records)
    }

    /// Whether the plaintext is an alert, which may come even after the end of its direction.
    private func isAlert(_ plaintext: [UInt8], _ records: RecordLayer) -> Bool {
        let prefix = records.suite.prefixLength
        return plaintext.count > prefix && plaintext[prefix] == ContentType.alert.rawValue
    }

    private mutating func receiveControl(
        _ record: RecordPlaintext, _ records: RecordLayer
    ) throws(SessionError) {
        switch record.contentType {
        case .alert:
            guard let alert = try? Alert(decoding: record.content.rawSpan) else {
                return fail(.local(SessionError(.malformed)))
            }
            fail(.alert(code: alert.code, isAuthenticated: true))
        case .rekey:
            guard records.suite.canRekey else { throw SessionError(.unexpectedMessage) }
            let rekey: Rekey
            do { rekey = try Rekey(decoding: record.content.rawSpan) } catch { throw SessionError(error) }
            let secret = try records.rekey(rekey)
            records.receiving = records.advanced(records.receiving, secret)
            emit(.keys(records.keyLog(records.receiving)))
        case .unknownControl: break
        case .text, .json, .binary, .file, .endOfSession:
            guard !records.assembler.isInsideMessage else { throw SessionError(.malformed) }
            records.receiving.hasEnded = true
            emit(.peerEnded)
            closeIfBothEnded(records)
        }
    }

    private mutating func closeIfBothEnded(_ records: RecordLayer) {
        guard records.sending.hasEnded, records.receiving.hasEnded else { return }
        finish()
        emit(.closed)
    }
}
