// SPDX-License-Identifier: Apache-2.0
public import DissectorKit
import FernwireCrypto
import FernwireWire

/// Shows bare Fernet tokens, wherever they come from, and what the keys at hand decrypt. github.com/fernet/spec
public final class FernetDissector: Dissector {
    private var keys = FernetKeys()
    private var timeToLive: UInt64 = 0
    private var showsPlaintext = true

    public init() {}

    public static var declaration: DissectorDeclaration {
        var declaration = DissectorDeclaration(
            name: "Fernet token", shortName: "Fernet", filter: "fernet", tcpPorts: "",
            fields: FernetField.allCases.map(\.declaration), experts: FernetNote.allCases.map(\.declaration),
            sources: FernetTab.allCases.map(\.name), preferences: FernetPreference.allCases.map(\.declaration),
            tables: FernetTable.allCases.map(\.declaration))
        declaration.comesByItself = true
        declaration.harvest = HarvestDeclaration(
            name: "Fernet tokens in HTTP headers", filter: "fernet_http",
            fields: ["http.request.line", "http.response.line", "http2.header.value"])
        return declaration
    }

    public func setPreference(_ index: Int, to value: PreferenceValue) {
        switch (FernetPreference(rawValue: index), value) {
        case (.keys, .path(let path)): keys.use(path: path)
        case (.timeToLive, .number(let seconds)): timeToLive = UInt64(seconds)
        case (.showPlaintext, .on(let isOn)): showsPlaintext = isOn
        default: break
        }
    }

    public func addSecrets(_ bytes: RawSpan) {}

    public func captureWillOpen() {
        keys.refresh()
    }

    public func captureDidClose() {}

    public func makeConversation() -> FernetConversation { FernetConversation() }

    public func recognises(_ bytes: RawSpan, isGuess: Bool) -> Bool {
        guard FernetText.begins(bytes) else { return false }
        let length = FernetText.length(bytes)
        guard isGuess else { return true }
        if length == bytes.byteCount { return length >= 32 || FernetText.isPlausible(bytes, length: length) }
        // Followed by text: a token of another protocol is followed by that protocol.
        return FernetText.isPlausible(bytes, length: length) && FernetText.isText(bytes, from: length)
    }

    public func frame(_ bytes: RawSpan, canWait: Bool, in conversation: FernetConversation) -> Framing {
        guard FernetText.begins(bytes) else {
            if canWait, FernetText.mayBegin(bytes) { return .needsMore }
            // What stands between tokens, up to the next.
            var end = 1
            while end < bytes.byteCount, !FernetText.mayBegin(bytes, at: end) { end += 1 }
            return .unit(length: end)
        }
        let length = FernetText.length(bytes)
        let mayGoOn = length == bytes.byteCount && !FernetText.isPlausible(bytes, length: length)
        return mayGoOn && canWait && length < FernetText.longest ? .needsMore : .unit(length: max(length, 1))
    }

    public func harvest(_ text: RawSpan, into bytes: inout [UInt8]) -> Int {
        guard let (token, end) = FernetText.token(in: text) else { return 0 }
        bytes = token
        return end
    }

    public func dissect(
        _ bytes: RawSpan, _ unit: Unit, in conversation: FernetConversation, into plan: inout Plan
    ) -> UInt32 {
        let length = FernetText.begins(bytes) ? FernetText.length(bytes) : 0
        guard length > 0 else {
            if unit.wantsFields, bytes.byteCount > 0 {
                plan.protocolTree(0..<bytes.byteCount)
                plan.field(FernetField.invalid.rawValue, 0..<bytes.byteCount)
                plan.end()
            }
            plan.info { text in
                text.write(UInt(bytes.byteCount))
                text.write(" bytes that are no token")
            }
            return 0
        }
        let token = bytes.extracting(0..<length)
        let isWhole = bytes.byteCount >= unit.reportedLength || length < bytes.byteCount
        let verdict = unit.isFirstPass ? examine(token, isWhole, conversation) : unit.verdict
        guard let finding = conversation.finding(verdict) else { return 0 }
        let drawing = FernetDrawing(
            finding: finding, plaintext: conversation.plaintext(of: finding), unit: unit, timeToLive: timeToLive,
            showsPlaintext: showsPlaintext, hasUnreadableKeys: keys.isUnreadable)
        drawing.draw(token, of: bytes.byteCount, into: &plan)
        return verdict
    }

    private func examine(_ token: RawSpan, _ isWhole: Bool, _ conversation: FernetConversation) -> UInt32 {
        var plaintext: [UInt8] = []
        defer { wipe(&plaintext) }
        guard isWhole else { return conversation.keep(.init(status: .truncated), []) }
        keys.refresh()
        if let error = FernetCipher.flaw(in: token) { return conversation.keep(.init(status: .invalid(error)), []) }
        var status = FernetConversation.Finding.Status.unchecked
        for key in keys.keys {
            do throws(FernetError) {
                try key.cipher.open(token, into: &plaintext)
                return conversation.keep(.init(status: .verified, keyName: key.name), plaintext)
            } catch {
                if error == .invalidPadding { return conversation.keep(.init(status: .padding, keyName: key.name), []) }
                status = .failed
            }
        }
        return conversation.keep(.init(status: status), [])
    }
}
