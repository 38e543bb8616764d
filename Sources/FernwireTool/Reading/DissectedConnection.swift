// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireCapture
import FernwireDissection
import FernwireSession
import FernwireWire

/// A TCP connection of a capture, which is cut into PDUs where the dissector says.
final class DissectedConnection {
    /// One side's bytes that are not yet a whole PDU.
    private struct Side {
        var bytes: [UInt8] = []
        /// The number of bytes to come of a PDU that was handed on as far as it was captured.
        var rest = 0
    }

    let number: Int
    private(set) var conversation: FernwireConversation
    /// The number of sessions before those of the conversation.
    private(set) var earlierSessions: UInt32 = 0
    private let dissector: FernwireDissector
    private var sides: [ConversationPiece.End: Side] = [:]
    private var isRecognised = false

    init(_ number: Int, _ dissector: FernwireDissector) {
        self.number = number
        self.dissector = dissector
        conversation = dissector.makeForgetfulConversation()
    }

    /// Begins another conversation, so that memory does not grow with the number of sessions.
    ///
    /// - Parameter count: the number of sessions of the conversation so far.
    func forgetSessions(_ count: UInt32) {
        earlierSessions &+= count
        conversation = dissector.makeForgetfulConversation()
    }

    /// A PDU that was dissected.
    struct PDUFound {
        /// The header; `nil` for bytes that are no frame.
        let header: FrameHeader?
        let id: FindingID
    }

    /// Takes the next piece of a side, and calls `body` for each PDU that ends with it, with its notes in `plan`.
    func take(_ piece: StreamPiece, _ body: (PDUFound, borrowing Plan) throws -> Void) rethrows {
        // It is taken out, so that its bytes are not copied when they grow.
        var side = sides.removeValue(forKey: piece.source) ?? Side()
        switch piece.content {
        case .bytes(let new):
            let known = min(side.rest, new.count)
            side.rest -= known
            side.bytes += new.dropFirst(known)
            try cut(&side, at: piece, body)
        case .hole(let count): try end(&side, before: count, at: piece, body)
        }
        sides[piece.source] = side
    }

    private func cut(
        _ side: inout Side, at piece: StreamPiece, _ body: (PDUFound, borrowing Plan) throws -> Void
    ) rethrows {
        var start = 0
        defer { side.bytes.removeFirst(start) }
        let pdu = PDU(reportedLength: 0, isFirstPass: true, wantsFields: false, wantsInfo: false)
        guard isRecognised || recognises(side.bytes, pdu, at: piece) else {
            start = side.bytes.count
            return
        }
        while start < side.bytes.count {
            let left = side.bytes.rawSpan.extracting(start..<side.bytes.count)
            guard case .bytes(let length) = dissector.pduLength(left, pdu, canWait: true, in: conversation),
                length <= left.byteCount
            else { return }
            try dissect(left.extracting(0..<length), of: length, at: piece, body)
            start += length
        }
    }

    private func recognises(_ bytes: [UInt8], _ pdu: PDU, at piece: StreamPiece) -> Bool {
        let port = FernwireDissector.defaultPort
        let isOnPort = piece.source.port == port || piece.destination.port == port
        isRecognised = dissector.recognises(bytes.rawSpan, pdu, isGuess: !isOnPort)
        return isRecognised
    }

    /// Dissects a PDU as far as it was captured.
    private func end(
        _ side: inout Side, before hole: Int, at piece: StreamPiece, _ body: (PDUFound, borrowing Plan) throws -> Void
    ) rethrows {
        let passed = min(side.rest, hole)
        side.rest -= passed
        let bytes = side.bytes
        side.bytes = []
        guard !bytes.isEmpty else { return }
        let pdu = PDU(reportedLength: 0, isFirstPass: true, wantsFields: false, wantsInfo: false)
        guard case .bytes(let length) = dissector.pduLength(bytes.rawSpan, pdu, canWait: false, in: conversation) else {
            return
        }
        try dissect(bytes.rawSpan, of: max(length, bytes.count), at: piece, body)
        side.rest = max(length - bytes.count - hole, 0)
    }

    private func dissect(
        _ bytes: RawSpan, of length: Int, at piece: StreamPiece, _ body: (PDUFound, borrowing Plan) throws -> Void
    ) rethrows {
        let time = piece.time ?? 0
        let pdu = PDU(
            reportedLength: length, isFirstPass: true, wantsFields: false, wantsInfo: false,
            frame: UInt32(truncatingIfNeeded: piece.packet),
            time: Moment(
                seconds: Int64(time / 1_000_000_000), nanoseconds: Int32(truncatingIfNeeded: time % 1_000_000_000)))
        var plan = Plan(wantsFields: false, wantsInfo: false)
        let id = dissector.dissect(bytes, pdu, in: conversation, into: &plan)
        try body(PDUFound(header: id.isSome ? FrameHeader(decoding: bytes) : nil, id: id), plan)
    }
}
