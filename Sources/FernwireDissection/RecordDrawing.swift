// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireCrypto
import FernwireSession
import FernwireWire

// Records: the payload as it is on the wire, the verdict on it, and what it protects.
extension FrameDrawing {
    /// - Returns: the message that the record completes, to be handed on.
    func drawRecord(_ payload: RawSpan, _ isWhole: Bool, _ plan: inout Plan) -> MessageContent? {
        if wantsFields {
            plan.subtree(.record, payloadRange(payload))
            drawProtected(payload, isWhole, &plan)
        }
        if let note = failure { plan.note(note) }
        if wantsFields { plan.end() }
        drawWeaknesses(&plan)
        guard !decrypted.isEmpty else { return nil }
        let source: Source = isInTheClear ? .unit : plan.source(Tab.decrypted.rawValue, decrypted.rawSpan)
        drawDecrypted(source, &plan)
        guard observation.hasPassed, let record, let part = record.part else { return nil }
        let range = part.moved(by: offset(in: source))
        tap(record, range, source, &plan)
        return message(record, range, source, &plan)
    }

    /// A payload under the suite's protection, and the verdict on it.
    func drawProtected(_ payload: RawSpan, _ isWhole: Bool, _ plan: inout Plan) {
        drawPayload(payload, isWhole, &plan)
        plan.generated(.macStatus, macStatus)
    }

    private func drawPayload(_ payload: RawSpan, _ isWhole: Bool, _ plan: inout Plan) {
        // Of a cut payload it cannot be told where its parts end.
        if isWhole, !decrypted.isEmpty, isInTheClear { return }
        guard isWhole, let layout = observation.suite?.payloadLayout else {
            plan.field(.payload, payloadRange(payload))
            return
        }
        do {
            try layout.walk(payload) { event in
                guard case .leaf(let field, let range) = event else { return }
                if field == .token {
                    drawToken(payload.extracting(range), range.moved(by: Wire.headerLength), &plan)
                } else {
                    plan.field(field, range.moved(by: Wire.headerLength))
                }
            }
        } catch {
            plan.field(.payload, payloadRange(payload))
        }
    }

    private func drawToken(_ text: RawSpan, _ range: Range<Int>, _ plan: inout Plan) {
        plan.subtree(.token, range)
        var token: [UInt8] = []
        if Base64URL.decode(text, into: &token) {
            let source = plan.source(Tab.token.rawValue, token.rawSpan)
            _ = plan.draw(Token.layout, token.rawSpan, at: 0, source: source)
        }
        plan.end()
    }

    var macStatus: StaticString {
        switch observation.status {
        case .verified, .closed: "verified"
        case .failed: "failed"
        case .truncated: "truncated"
        default: "unchecked"
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

    /// Where what the record protects begins in `source`.
    func offset(in source: Source) -> Int { source == .unit ? Wire.headerLength : 0 }

    /// Whether the record plaintext is the payload itself.
    var isInTheClear: Bool { observation.suite?.setsProtectedFlag == false }

    private func drawDecrypted(_ source: Source, _ plan: inout Plan) {
        if wantsFields {
            let plaintext = observation.plaintext(in: decrypted)
            let base = offset(in: source)
            plan.subtree(isInTheClear ? .inTheClear : .decrypted, base..<base + decrypted.count, source: source)
            if let prefix = observation.suite?.prefixLayout {
                _ = plan.draw(
                    prefix, decrypted.rawSpan.extracting(0..<plaintext.lowerBound), at: 0, source: source)
            }
            let start = plaintext.lowerBound
            let end = min(start + RecordPlaintext.prefixLength, decrypted.count)
            _ = plan.draw(
                RecordPlaintext.prefixLayout, decrypted.rawSpan.extracting(start..<end), at: base + start,
                source: source)
            if let record { draw(record, at: base, source, &plan) }
        }
        if !isWellFormed { plan.note(.malformed) }
        if record?.head.contentType == .alert { plan.note(.alert) }
        if wantsFields { plan.end() }
    }

    private func draw(_ record: RecordContent, at base: Int, _ source: Source, _ plan: inout Plan) {
        let (head, content) = (record.head, record.range)
        switch head.contentType {
        case .text, .json: plan.field(.plaintext, content.moved(by: base), source: source)
        case .binary, .file, .rekey, .alert, .endOfSession, .unknownControl:
            _ = plan.draw(
                RecordPlaintext.contentLayout(head.contentType, head.fragment), decrypted.rawSpan.extracting(content),
                at: base + content.lowerBound, source: source)
        }
    }

    private var isWellFormed: Bool {
        guard let record else { return false }
        let layout = RecordPlaintext.contentLayout(record.head.contentType, record.head.fragment)
        do {
            try layout.walk(decrypted.rawSpan.extracting(record.range)) { _ in }
            return true
        } catch {
            return false
        }
    }
}
