// SPDX-License-Identifier: Apache-2.0
public import DissectorKit
import FernwireCrypto
import FernwireWire

/// Shows bare Fernet tokens, wherever they come from, and what the keys at hand decrypt. github.com/fernet/spec
public final class FernetDissector: Dissector {
    private var namedKeys = FernetKeys()
    private let keys: SharedKeys
    private var timeToLive: UInt64 = 0
    private var showsPlaintext = true

    /// - Parameter keys: what other dissectors have, too.
    public init(keys: SharedKeys) {
        self.keys = keys
    }

    public convenience init() {
        self.init(keys: SharedKeys())
    }

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
        case (.keys, .path(let path)): namedKeys.use(path: path)
        case (.timeToLive, .number(let seconds)): timeToLive = UInt64(seconds)
        case (.showPlaintext, .on(let isOn)): showsPlaintext = isOn
        default: break
        }
    }

    public func addSecrets(_ bytes: RawSpan) {}

    public func captureWillOpen() {
        namedKeys.refresh()
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
        let end = length + FernetText.delimiters(bytes, from: length)
        return FernetText.isPlausible(bytes, length: length) && FernetText.isText(bytes, from: end)
    }

    public func frame(_ bytes: RawSpan, canWait: Bool, in conversation: FernetConversation) -> Framing {
        guard FernetText.begins(bytes) else {
            if canWait, FernetText.mayBegin(bytes) { return .needsMore }
            let delimiters = FernetText.delimiters(bytes, from: 0)
            if delimiters > 0 { return .unit(length: delimiters) }
            // What stands between tokens, up to the next.
            var end = 1
            while end < bytes.byteCount, !FernetText.mayBegin(bytes, at: end) { end += 1 }
            return .unit(length: end)
        }
        let length = FernetText.length(bytes)
        let mayGoOn = length == bytes.byteCount && !FernetText.isPlausible(bytes, length: length)
        if mayGoOn, canWait, length < FernetText.longest { return .needsMore }
        return .unit(length: max(length + FernetText.delimiters(bytes, from: length), 1))
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
            // Of a token that a segment before brought; nobody needs to be told.
            if bytes.byteCount > 0, FernetText.delimiters(bytes, from: 0) == bytes.byteCount { return 0 }
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
            showsPlaintext: showsPlaintext, keyProblems: verdict == 1 ? conversation.keyProblems : [])
        drawing.draw(token, of: bytes.byteCount, into: &plan)
        return verdict
    }

    private func examine(_ token: RawSpan, _ isWhole: Bool, _ conversation: FernetConversation) -> UInt32 {
        var plaintext: [UInt8] = []
        defer { wipe(&plaintext) }
        namedKeys.refresh()
        keys.refresh()
        if conversation.isNew { conversation.keyProblems = namedKeys.problems + keys.problems.map(\.text) }
        guard isWhole else { return conversation.keep(.init(status: .truncated), []) }
        if let error = FernetCipher.flaw(in: token) { return conversation.keep(.init(status: .invalid(error)), []) }
        var status = FernetConversation.Finding.Status.unchecked
        for key in candidates(token) {
            do throws(FernetError) {
                try key.cipher.open(token, into: &plaintext)
                return conversation.keep(.init(status: .verified, keyName: key.name), plaintext)
            } catch {
                if error == .invalidPadding { return conversation.keep(.init(status: .padding, keyName: key.name), []) }
            }
        }
        if namedKeys.hasKeys || keys.ring.hasFernetKeys { status = .failed }
        return conversation.keep(.init(status: status), [])
    }

    /// Those of the keys with names, or of the others, that made the token's HMAC.
    private func candidates(_ token: RawSpan) -> [FernetKeys.Named] {
        let named = namedKeys.keys.filter { $0.cipher.signs(token) }
        guard named.isEmpty, let key = keys.ring.key(of: token) else { return named }
        var name = PlanText()
        keys.write(key.place, after: "", to: &name)
        return [FernetKeys.Named(name: Array(name.bytes), cipher: key.cipher)]
    }
}
