// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireCrypto
import FernwireWire

/// Draws one token as it is, and as it was understood.
struct FernetDrawing {
    let finding: FernetConversation.Finding
    let plaintext: [UInt8]
    let time: Moment
    let timeToLive: UInt64
    let showsPlaintext: Bool
    /// The number of Fernet keys at hand.
    let keyCount: Int
    /// The problems with the keys, which are told at this token.
    let keyProblems: [[UInt8]]

    /// - Parameter all: the number of bytes of the PDU, which begins with the token.
    func draw(_ token: RawSpan, of all: Int, into plan: inout Plan) {
        var parts: [UInt8] = []
        let isDecoded = Base64URL.decode(token, into: &parts)
        let timestamp = isDecoded && parts.count >= 9 ? parts.rawSpan.integer(at: 1, width: 8) : nil
        var opened: Source?
        plan.protocolTree(at: 0..<all) { plan in
            plan.subtree(FernetFields.token, at: 0..<token.byteCount) { plan in
                if isDecoded, parts.count > 57, plan.wantsFields { drawParts(parts, madeAt: timestamp, into: &plan) }
                plan.inferred(FernetFields.status, status)
                if let closedBecause { plan.inferred(FernetFields.closedBecause) { $0.write(closedBecause) } }
                if !finding.keyName.isEmpty {
                    plan.inferred(FernetFields.keyName) { $0.write(finding.keyName.rawSpan) }
                }
                drawNotes(madeAt: timestamp, into: &plan)
            }
            opened = finding.status == .verified ? drawPlaintext(into: &plan) : nil
        }
        plan.info(writeInfo)
        // A subdissector that takes it may throw, so nothing comes after it.
        if let opened { plan.call(.fernetPayload, 0..<plaintext.count, in: opened) }
    }

    private func writeInfo(_ text: inout PlanText) {
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

    private var isReadable: Bool { FernetText.isReadable(plaintext) }

    private func drawParts(_ parts: [UInt8], madeAt timestamp: UInt64?, into plan: inout Plan) {
        let source = plan.source(named: "Fernet token", parts.rawSpan)
        plan.fields(of: FernetFields.layout, parts.rawSpan, at: 0, in: source)
        if let age = age(timestamp) { plan.inferred(FernetFields.age, UInt64(bitPattern: age)) }
    }

    /// Returns the age in nanoseconds, if the timestamp is one that can be told from nonsense.
    private func age(_ timestamp: UInt64?) -> Int64? {
        guard let timestamp, timestamp < 1 << 33, time.seconds > 0 else { return nil }
        return time.nanoseconds(since: Moment(seconds: Int64(timestamp)))
    }

    private var status: StaticString {
        switch finding.status {
        case .verified, .padding: "verified"
        case .failed: "failed"
        case .unchecked, .invalid: "unchecked"
        case .truncated: "truncated"
        }
    }

    /// Why the token stays closed; `nil` for one that is open.
    private var closedBecause: String? {
        switch finding.status {
        case .verified: nil
        case .failed: "none of the Fernet keys at hand (\(keyCount)) makes its HMAC: another made it, or it was changed"
        case .unchecked: "there is no Fernet key at hand"
        case .padding: "the HMAC is right, and the padding is wrong"
        case .truncated: "the capture does not hold all of the token"
        case .invalid(let error): "\(error)"
        }
    }

    private func drawNotes(madeAt timestamp: UInt64?, into plan: inout Plan) {
        switch finding.status {
        case .failed: plan.note(FernetNotes.failed)
        case .padding: plan.note(FernetNotes.padding)
        case .invalid: plan.note(FernetNotes.invalid)
        case .verified, .unchecked, .truncated: break
        }
        for problem in keyProblems {
            plan.note(FernetNotes.noKeys) { $0.write(problem.rawSpan) }
        }
        guard let age = age(timestamp).map({ $0 / 1_000_000_000 }) else { return }
        if timeToLive > 0, age > Int64(timeToLive) { plan.note(FernetNotes.expired) }
        if age < -Int64(FernetToken.clockTolerance) { plan.note(FernetNotes.future) }
    }

    /// Draws the plaintext.
    ///
    /// - Returns: the data source that goes to a subdissector.
    private func drawPlaintext(into plan: inout Plan) -> Source {
        let source = plan.source(named: "Decrypted", plaintext.rawSpan)
        guard plan.wantsFields else { return source }
        plan.subtree(FernetFields.decrypted, at: 0..<plaintext.count, in: source) { plan in
            let field = isReadable ? FernetFields.plaintext : FernetFields.plaintextBytes
            plan.field(field, at: 0..<plaintext.count, in: source)
            guard let payload = KeystonePayload(plaintext) else { return }
            plan.subtree(KeystoneFields.heading, at: 0..<plaintext.count, in: source) { payload.draw(into: &$0) }
        }
        return source
    }
}
