// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireCrypto
import FernwireSession
import FernwireWire
import WireSchema

// Records: the payload as it is on the wire, the verdict on it, and what it protects.
extension FrameDrawing {
    /// - Returns: the message that the record completes, for subdissectors.
    func drawRecord(_ payload: RawSpan, isWhole: Bool, into plan: inout Plan) -> MessageContent? {
        plan.subtree(Record.declaration.heading, at: payloadRange(payload)) { plan in
            drawProtected(payload, isWhole: isWhole, into: &plan)
            if let failure { plan.note(failure) }
        }
        drawWeaknesses(into: &plan)
        guard !decrypted.isEmpty else { return nil }
        let source: Source = isInTheClear ? .pdu : plan.source(named: "Decrypted", decrypted)
        drawDecrypted(in: source, of: &plan)
        guard observation.hasPassed, let record, let part = record.part else { return nil }
        let range = part.moved(by: offset(in: source))
        tap(record, at: range, in: source, of: &plan)
        return message(completedBy: record, at: range, in: source, of: &plan)
    }

    /// Draws a payload under the suite's protection, and the verdict on it.
    func drawProtected(_ payload: RawSpan, isWhole: Bool, into plan: inout Plan) {
        guard plan.wantsFields else { return }
        drawPayload(payload, isWhole: isWhole, into: &plan)
        plan.inferred(.macStatus, observation.status.macStatus)
        let reason = conversation.observer.closedReason(observation, header: header, keys: settings.keys.ring)
        if let reason { plan.inferred(.closedBecause) { $0.write("\(reason)") } }
    }

    private func drawPayload(_ payload: RawSpan, isWhole: Bool, into plan: inout Plan) {
        // It cannot be told where the parts of a cut payload end.
        if isWhole, !decrypted.isEmpty, isInTheClear { return }
        let layout = isWhole ? observation.suite?.payloadLayout : nil
        let fits = layout.map {
            plan.fields(of: $0, payload, at: Wire.headerLength) { plan, field, range in
                guard field == .token else { return false }
                drawToken(payload.extracting(range.moved(by: -Wire.headerLength)), at: range, into: &plan)
                return true
            }
        }
        if fits != true { plan.field(.payload, at: payloadRange(payload)) }
    }

    private func drawToken(_ text: RawSpan, at range: Range<Int>, into plan: inout Plan) {
        plan.subtree(.token, at: range) { plan in
            var token: [UInt8] = []
            guard Base64URL.decode(text, into: &token) else { return }
            let source = plan.source(named: "Fernet token", token.rawSpan)
            plan.fields(of: Token.layout, token.rawSpan, at: 0, in: source)
        }
    }

    var failure: Note? {
        switch observation.status {
        case .truncated: .recordTruncated
        case .unchecked: .macUnchecked
        case .failed(.recordMAC): .recordMACFailed
        case .failed(.signature): .signatureFailed
        case .closed: .closed
        case .failed(.repeatedHeader): .repeatedHeaderFailed
        case .failed(.tooShort): .payloadTooShort
        case .failed(.token(.invalidMAC)): .tokenHMACFailed
        case .failed(.token(.invalidPadding)), .failed(.padding): .paddingFailed
        case .unauthenticated: unauthenticated
        case .failed(.token): .tokenInvalid
        case .noKey: observation.notes.contains(.noFittingKey) ? .noFittingKey : nil
        case .none, .verified, .finishedFailed: nil
        }
    }

    private var unauthenticated: Note {
        guard let suite = observation.suite else { return .notAuthenticated }
        if !suite.setsProtectedFlag { return .plaintext }
        return suite.properties.isConfidential ? .notAuthenticated : .toySignature
    }

    // MARK: What it protects

    /// Returns where the record's plaintext begins in `source`.
    func offset(in source: Source) -> Int { source == .pdu ? Wire.headerLength : 0 }

    /// Whether the record plaintext is the payload itself.
    var isInTheClear: Bool { observation.suite?.setsProtectedFlag == false }

    private func drawDecrypted(in source: Source, of plan: inout Plan) {
        let base = offset(in: source)
        let heading: Field = isInTheClear ? .inTheClear : .decrypted
        plan.subtree(heading, at: base..<base + decrypted.byteCount, in: source) { plan in
            if plan.wantsFields { drawContent(at: base, in: source, of: &plan) }
            if !isWellFormed { plan.note(.malformed) }
            if record?.head.contentType == .alert { plan.note(.alert) }
        }
    }

    private func drawContent(at base: Int, in source: Source, of plan: inout Plan) {
        let all = decrypted
        let plaintext = observation.plaintext(inCount: decrypted.byteCount)
        if let prefix = observation.suite?.prefixLayout {
            plan.fields(of: prefix, all.extracting(0..<plaintext.lowerBound), at: 0, in: source)
        }
        let start = plaintext.lowerBound
        let end = min(start + RecordPlaintext.prefixLength, decrypted.byteCount)
        plan.fields(of: RecordPlaintext.prefixLayout, all.extracting(start..<end), at: base + start, in: source)
        guard let record else { return }
        let (head, content) = (record.head, record.range)
        switch head.contentType {
        case .text, .json: plan.field(.plaintext, at: content.moved(by: base), in: source)
        case .binary, .file, .rekey, .alert, .endOfSession, .unknownControl:
            plan.fields(
                of: RecordPlaintext.contentLayout(head.contentType, head.fragment), all.extracting(content),
                at: base + content.lowerBound, in: source)
        }
    }

    private var isWellFormed: Bool {
        guard let record else { return false }
        let (type, fragment) = (record.head.contentType, record.head.fragment)
        switch type {
        // Any bytes have the form of these.
        case .text, .json, .binary, .unknownControl: return true
        case .file, .rekey, .alert, .endOfSession:
            return RecordPlaintext.contentLayout(type, fragment).fits(decrypted.extracting(record.range))
        }
    }
}
