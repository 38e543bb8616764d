// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireSession
import FernwireWire
import WireSchema

/// Draws one frame as it is on the wire, and as the observer understood it. It cannot be copied, so that nothing in it is
/// counted twice.
@safe struct FrameDrawing: ~Copyable {
    let header: FrameHeader
    /// The type of the message; `nil` for a type that is not assigned.
    let type: MessageType?
    let pdu: PDU
    let conversation: FernwireConversation
    /// The name of `finding` in the conversation.
    let id: FindingID
    let finding: Finding
    /// The bytes that the record protects; empty when they are not known.
    var decrypted: RawSpan {
        @_lifetime(borrow self)
        // The observer of the conversation keeps them where they are.
        get { unsafe _overrideLifetime(RawSpan(_unsafeBytes: opened), borrowing: self) }
    }
    private let opened: UnsafeRawBufferPointer
    /// The content of the record; `nil` when its plaintext does not have its form.
    let record: RecordContent?
    let settings: FernwireSettings

    init(
        header: FrameHeader, pdu: PDU, conversation: FernwireConversation, id: FindingID, finding: Finding,
        record: RecordContent?, settings: FernwireSettings
    ) {
        self.header = header
        type = header.knownType
        self.pdu = pdu
        self.conversation = conversation
        self.id = id
        self.finding = finding
        let observer = conversation.observer
        unsafe opened = observer.plaintext(of: finding.observation).withUnsafeBytes { unsafe $0 }
        self.record = record
        self.settings = settings
    }

    var observation: Observation { finding.observation }

    func draw(_ bytes: RawSpan, into plan: inout Plan) {
        let payload = bytes.extracting(Wire.headerLength..<bytes.byteCount)
        let isWhole = payload.byteCount == Int(header.length)
        var message: MessageContent?
        var detail: String?
        if holdsToken { plan.exclude(fromSearch: payloadRange(payload)) }
        plan.protocolTree(at: 0..<bytes.byteCount) { plan in
            plan.label { writeTitle(&$0) }
            drawHeader(bytes.extracting(0..<Wire.headerLength), into: &plan)
            if header.isRecord {
                message = drawRecord(payload, isWhole: isWhole, into: &plan)
            } else if let known = type?.declaration.message {
                detail = draw(payload, as: known, isWhole: isWhole, into: &plan)
            } else {
                plan.field(.payload, at: payloadRange(payload))
                plan.note(.unknownType)
            }
            if plan.wantsFields { drawSession(into: &plan) }
        }
        plan.info { writeInfo(payload, detail: detail, to: &$0) }
        if !plan.listeners.isEmpty { tick(into: &plan) }
        // A subdissector that takes it may throw, so nothing comes after it.
        if let message { call(message, into: &plan) }
    }

    /// Whether the session's records are, or may be, Fernet tokens by themselves, and no text that holds one. Once its suite is
    /// known, this also holds for frames that somebody changed on their way.
    private var holdsToken: Bool {
        guard let suite = observation.suite else { return header.isRecord && header.isProtected }
        if case .token = suite.initialValue { return true }
        return false
    }

    func payloadRange(_ payload: RawSpan) -> Range<Int> {
        Wire.headerLength..<Wire.headerLength + payload.byteCount
    }

    private func writeTitle(_ text: inout PlanText) {
        text.write(", ")
        text.write(type?.title ?? "Unknown type")
        text.write(header.knownDirection == .fromClient ? ", client to server" : ", server to client")
        text.write(", sequence ")
        text.write(header.sequence)
    }

    private func drawHeader(_ bytes: RawSpan, into plan: inout Plan) {
        plan.header(bytes)
        if header.flags & ~FrameHeader.protectedFlag != 0 { plan.note(.reservedFlags) }
        if observation.notes.contains(.gap) { plan.note(.gap) }
        if observation.notes.contains(.repeated) { plan.note(.repeated) }
        if observation.notes.contains(.otherSession) { plan.note(.otherSession) }
        guard conversation.isFirst(id) else { return }
        for problem in conversation.keyProblems { plan.note(problem.note) { $0.write(problem.text.rawSpan) } }
    }

    /// Draws a message that is no record.
    ///
    /// - Returns: the text of the Info column about it; `nil` for none, as for a message that is protected.
    private func draw<M: Message>(
        _ payload: RawSpan, as known: M.Type, isWhole: Bool, into plan: inout Plan
    ) -> String? {
        plan.subtree(M.declaration.heading, at: payloadRange(payload)) { plan in
            if header.isProtected {
                drawProtected(payload, isWhole: isWhole, into: &plan)
                if let failure { plan.note(failure) }
            } else {
                plan.fields(of: M.schema.layout, payload, at: Wire.headerLength)
            }
            drawConclusions(into: &plan)
            if let bruteForce = conversation.observer.bruteForce(at: observation) { draw(bruteForce, into: &plan) }
        }
        drawWeaknesses(into: &plan)
        let range = observation.plaintext(inCount: decrypted.byteCount)
        if header.isProtected, !decrypted.isEmpty, plan.wantsFields {
            let source = plan.source(named: "Decrypted", decrypted)
            plan.subtree(.decrypted, at: 0..<decrypted.byteCount, in: source) { plan in
                plan.fields(
                    of: M.schema.layout, decrypted.extracting(range), at: range.lowerBound, in: source)
            }
        }
        guard isWhole, !(header.isProtected && decrypted.isEmpty) else { return nil }
        guard let message = try? M(decoding: header.isProtected ? decrypted.extracting(range) : payload) else {
            plan.note(.malformed)
            return nil
        }
        return header.isProtected ? nil : message.info(context)
    }

    private var context: MessageContext {
        MessageContext { [suite = observation.suite] id in suite?.id == id ? suite?.name : nil }
    }

    private func drawConclusions(into plan: inout Plan) {
        if type == .finished, let status = finishedStatus {
            plan.inferred(.finishedStatus, status)
            if observation.status == .finishedFailed { plan.note(.finishedFailed) }
        }
        if let isSigned = observation.isSigned {
            plan.inferred(.signatureStatus, isSigned ? "verified" : "failed")
            if !isSigned { plan.note(.signatureFailed) }
        }
        if observation.notes.contains(.noPrivateKey) { plan.note(.noPrivateKey) }
        if observation.notes.contains(.unwrapFailed) { plan.note(.unwrapFailed) }
        if type == .alert { plan.note(.alert) }
    }

    private var finishedStatus: StaticString? {
        switch observation.status {
        case .verified: "verified"
        case .finishedFailed: "failed"
        case .noKey, .unchecked: "unchecked"
        case .none, .unauthenticated, .closed, .failed, .truncated: nil
        }
    }
}

/// The user's settings, which hold for all frames alike.
struct FernwireSettings {
    var showsPlaintext = true
    let keys: SharedKeys
}

extension Plan {
    /// Adds the header's fields, with the flags one by one.
    fileprivate mutating func header(_ bytes: RawSpan) {
        fields(of: FrameHeader.layout, bytes, at: 0) { plan, field, range in
            guard field == .flags else { return false }
            plan.subtree(field, at: range) { plan in
                plan.field(.protectedFlag, at: range)
                plan.field(.reservedFlags, at: range)
            }
            return true
        }
    }

    /// Draws bytes that belong to no frame, or a header that claims an impossible length.
    mutating func drawStray(_ bytes: RawSpan) {
        let all = 0..<bytes.byteCount
        let isOversized = FrameFinder.find(bytes) == .oversized
        protocolTree(at: all) { plan in
            if isOversized {
                plan.header(bytes.extracting(0..<Wire.headerLength))
            } else {
                plan.label { $0.write(", skipped bytes") }
                plan.field(.skipped, at: all)
            }
            plan.note(isOversized ? .oversized : .skipped)
        }
        info {
            $0.write(isOversized ? "Frame above the maximum length" : "Skipped ")
            guard !isOversized else { return }
            $0.write(UInt(all.count))
            $0.write(" bytes")
        }
    }
}
