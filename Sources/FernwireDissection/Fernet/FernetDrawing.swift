// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireCrypto
import FernwireWire

/// Draws one token, as it is and as it was understood.
struct FernetDrawing {
    let finding: FernetConversation.Finding
    let plaintext: [UInt8]
    let unit: Unit
    let timeToLive: UInt64
    let showsPlaintext: Bool
    /// To be told of this token.
    let keyProblems: [[UInt8]]

    /// Seconds by which a token may be from the future.
    static let clockTolerance: Int64 = 60

    /// - Parameter all: bytes of the unit, of which the token is the first.
    func draw(_ token: RawSpan, of all: Int, into plan: inout Plan) {
        var parts: [UInt8] = []
        let isDecoded = Base64URL.decode(token, into: &parts)
        let timestamp = isDecoded && parts.count >= 9 ? parts.rawSpan.integer(at: 1, width: 8) : nil
        if unit.wantsFields {
            plan.protocolTree(0..<all)
            plan.subtree(FernetField.token.rawValue, 0..<token.byteCount)
            if isDecoded, parts.count > 57 { drawParts(parts, timestamp, &plan) }
            plan.generated(FernetField.status.rawValue, status)
            if !finding.keyName.isEmpty {
                plan.generated(FernetField.keyName.rawValue) { $0.write(finding.keyName.rawSpan) }
            }
        }
        drawNotes(timestamp, &plan)
        if unit.wantsFields { plan.end() }
        let opened = finding.status == .verified ? drawPlaintext(&plan) : nil
        if unit.wantsFields { plan.end() }
        plan.info { text in
            text.write("Fernet token")
            guard finding.status == .verified, showsPlaintext else {
                text.write(" [HMAC ")
                text.write(status)
                text.write("]")
                return
            }
            if isReadable {
                text.write(": ")
                text.write(plaintext.rawSpan)
            } else {
                text.write(" (")
                text.write(UInt(plaintext.count))
                text.write(" bytes)")
            }
        }
        // Whoever takes it may throw, so nothing comes after it.
        if let opened { plan.handOn(FernetTable.payload.rawValue, 0..<plaintext.count, source: opened) }
    }

    private var isReadable: Bool { FernetText.isReadable(plaintext) }

    private func drawParts(_ parts: [UInt8], _ timestamp: UInt64?, _ plan: inout Plan) {
        let source = plan.source(FernetTab.token.rawValue, parts.rawSpan)
        try? Token.layout.walk(parts.rawSpan) { event in
            guard case .leaf(let part, let range) = event else { return }
            let field: FernetField? =
                switch part {
                case .tokenVersion: .version
                case .tokenTimestamp: .timestamp
                case .tokenIV: .iv
                case .tokenCiphertext: .ciphertext
                case .tokenHMAC: .hmac
                default: nil
                }
            if let field { plan.field(field.rawValue, range, source: source) }
        }
        if let age = age(timestamp) { plan.generated(FernetField.age.rawValue, UInt64(bitPattern: age)) }
    }

    /// Nanoseconds, if the timestamp is one that can be told apart from nonsense.
    private func age(_ timestamp: UInt64?) -> Int64? {
        guard let timestamp, timestamp < 1 << 33, unit.time.seconds > 0 else { return nil }
        return unit.time.nanoseconds(since: Moment(seconds: Int64(timestamp)))
    }

    private var status: StaticString {
        switch finding.status {
        case .verified, .padding: "verified"
        case .failed: "failed"
        case .unchecked, .invalid: "unchecked"
        case .truncated: "truncated"
        }
    }

    private func drawNotes(_ timestamp: UInt64?, _ plan: inout Plan) {
        switch finding.status {
        case .failed: plan.expert(FernetNote.failed.rawValue)
        case .padding: plan.expert(FernetNote.padding.rawValue)
        case .invalid: plan.expert(FernetNote.invalid.rawValue)
        case .verified, .unchecked, .truncated: break
        }
        for problem in keyProblems {
            plan.expert(FernetNote.noKeys.rawValue) { $0.write(problem.rawSpan) }
        }
        guard let age = age(timestamp).map({ $0 / 1_000_000_000 }) else { return }
        if timeToLive > 0, age > Int64(timeToLive) { plan.expert(FernetNote.expired.rawValue) }
        if age < -Self.clockTolerance { plan.expert(FernetNote.future.rawValue) }
    }

    /// What is to be handed on.
    private func drawPlaintext(_ plan: inout Plan) -> Source {
        let source = plan.source(FernetTab.decrypted.rawValue, plaintext.rawSpan)
        guard unit.wantsFields else { return source }
        plan.subtree(FernetField.decrypted.rawValue, 0..<plaintext.count, source: source)
        let field: FernetField = isReadable ? .plaintext : .plaintextBytes
        plan.field(field.rawValue, 0..<plaintext.count, source: source)
        plan.end()
        return source
    }
}
