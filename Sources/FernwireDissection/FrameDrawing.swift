// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireSession
import FernwireWire

/// Draws one frame, as it is on the wire and as the observer understood it.
struct FrameDrawing {
    let header: FrameHeader
    let conversation: FernwireConversation
    let finding: Finding
    /// By which the conversation finds the finding.
    let verdict: UInt32
    /// What the record protects; empty when that is not known.
    let decrypted: [UInt8]
    /// What a record says; `nil` when its plaintext does not have its form.
    let record: RecordContent?
    let showsPlaintext: Bool
    let keys: SharedKeys
    let unit: Unit

    /// If not, only notes and columns are drawn.
    var wantsFields: Bool { unit.wantsFields }

    var observation: Observation { finding.observation }

    func draw(_ bytes: RawSpan, into plan: inout Plan) {
        if wantsFields {
            plan.protocolTree(0..<bytes.byteCount)
            plan.label(title)
            _ = plan.draw(FrameHeader.layout, bytes.extracting(0..<Wire.headerLength), at: 0)
        }
        drawHeaderNotes(&plan)
        let payload = bytes.extracting(Wire.headerLength..<bytes.byteCount)
        let isWhole = payload.byteCount == Int(header.length)
        var message: MessageContent?
        switch header.knownType {
        case .clientHello: drawMessage(ClientHello.self, .clientHello, payload, isWhole, &plan)
        case .serverHello: drawMessage(ServerHello.self, .serverHello, payload, isWhole, &plan)
        case .publicKey: drawMessage(PublicKey.self, .publicKey, payload, isWhole, &plan)
        case .keyWrap: drawMessage(KeyWrap.self, .keyWrap, payload, isWhole, &plan)
        case .keyShare: drawMessage(KeyShare.self, .keyShare, payload, isWhole, &plan)
        case .signature: drawMessage(Signature.self, .signature, payload, isWhole, &plan)
        case .identity: drawMessage(Identity.self, .identity, payload, isWhole, &plan)
        case .finished: drawMessage(Finished.self, .finished, payload, isWhole, &plan)
        case .alert: drawMessage(Alert.self, .alert, payload, isWhole, &plan)
        case .record: message = drawRecord(payload, isWhole, &plan)
        case nil:
            if wantsFields { plan.field(.payload, payloadRange(payload)) }
            plan.note(.unknownType)
        }
        if wantsFields {
            drawSession(&plan)
            plan.end()
        }
        plan.info { writeInfo(payload, to: &$0) }
        if !unit.listeners.isEmpty { tally(&plan) }
        // Whoever takes it may throw, so nothing comes after it.
        if let message { handOn(message, &plan) }
    }

    func payloadRange(_ payload: RawSpan) -> Range<Int> {
        Wire.headerLength..<Wire.headerLength + payload.byteCount
    }

    private func title(_ text: inout PlanText) {
        text.write(", ")
        text.write(header.knownType?.title ?? "Unknown type")
        text.write(header.knownDirection == .fromClient ? ", client to server" : ", server to client")
        text.write(", sequence ")
        text.write(header.sequence)
    }

    private func drawHeaderNotes(_ plan: inout Plan) {
        if header.flags & ~FrameHeader.protectedFlag != 0 { plan.note(.reservedFlags) }
        if observation.notes.contains(.gap) { plan.note(.gap) }
        if observation.notes.contains(.repeated) { plan.note(.repeated) }
        if observation.notes.contains(.otherSession) { plan.note(.otherSession) }
        if verdict == 1 { for problem in conversation.keyProblems { plan.note(problem) } }
    }

    private func drawMessage<M: Message>(
        _ type: M.Type, _ heading: Extra, _ payload: RawSpan, _ isWhole: Bool, _ plan: inout Plan
    ) {
        if wantsFields {
            plan.subtree(heading, payloadRange(payload))
            if header.isProtected {
                drawProtected(payload, isWhole, &plan)
            } else {
                _ = plan.draw(M.layout, payload, at: Wire.headerLength)
            }
        }
        if header.isProtected, let note = failure { plan.note(note) }
        drawConclusions(&plan)
        if let breaking = observation.breaking { draw(breaking, &plan) }
        if wantsFields { plan.end() }
        drawWeaknesses(&plan)
        let message = header.isProtected ? decrypted.rawSpan.extracting(observation.plaintext(in: decrypted)) : payload
        if header.isProtected, !decrypted.isEmpty, wantsFields {
            let source = plan.source(Tab.decrypted.rawValue, decrypted.rawSpan)
            plan.subtree(.decrypted, 0..<decrypted.count, source: source)
            _ = plan.draw(M.layout, message, at: observation.plaintext(in: decrypted).lowerBound, source: source)
            plan.end()
        }
        let isKnown = isWhole && !(header.isProtected && decrypted.isEmpty)
        if isKnown, (try? M(decoding: message)) == nil { plan.note(.malformed) }
    }

    private func drawConclusions(_ plan: inout Plan) {
        if header.knownType == .finished, let status = finishedStatus {
            if wantsFields { plan.generated(.finishedStatus, status) }
            if observation.status == .finishedFailed { plan.note(.finishedFailed) }
        }
        if let isSigned = observation.isSigned {
            if wantsFields { plan.generated(.signatureStatus, isSigned ? "verified" : "failed") }
            if !isSigned { plan.note(.signatureFailed) }
        }
        if observation.notes.contains(.noPrivateKey) { plan.note(.noPrivateKey) }
        if observation.notes.contains(.unwrapFailed) { plan.note(.unwrapFailed) }
        if header.knownType == .alert { plan.note(.alert) }
    }

    private var finishedStatus: StaticString? {
        switch observation.status {
        case .verified: "verified"
        case .finishedFailed: "failed"
        case .noKey, .unchecked: "unchecked"
        default: nil
        }
    }
}
