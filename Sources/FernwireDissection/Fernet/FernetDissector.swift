// SPDX-License-Identifier: Apache-2.0
public import DissectorKit
import FernwireCrypto
import FernwireWire

/// Shows bare Fernet tokens, wherever they come from, and their plaintexts under the keys at hand.
/// github.com/fernet/spec
public final class FernetDissector: Dissector {
    private var namedKeys = FernetKeys()
    private let keys: SharedKeys
    private var timeToLive: UInt64 = 0
    private var showsPlaintext = true

    /// Creates the dissector.
    ///
    /// - Parameter keys: the keys, which other dissectors share.
    public init(keys: SharedKeys) {
        self.keys = keys
    }

    public var declaration: DissectorDeclaration { .fernet }

    public func preferencesChanged(_ values: PreferenceValues) {
        namedKeys.use(path: values[FernetPreferences.keys])
        timeToLive = UInt64(values[FernetPreferences.timeToLive])
        showsPlaintext = values[FernetPreferences.showPlaintext]
    }

    public func captureWillOpen() {
        namedKeys.refresh()
        keys.refresh()
    }

    public func makeConversation() -> FernetConversation { FernetConversation() }

    public func recognises(_ bytes: RawSpan, _ pdu: PDU, isGuess: Bool) -> Bool {
        // A user who hands over a datagram, or chooses this dissector for it, wants to know what is wrong with it.
        if pdu.transport == .datagram, !isGuess { return true }
        guard FernetText.begins(bytes) else { return false }
        let length = FernetText.length(bytes)
        guard isGuess else { return true }
        if length == bytes.byteCount { return length >= 32 }
        // A guess takes a token that text follows: one inside another protocol is followed by that protocol.
        let end = length + FernetText.delimiters(bytes, from: length)
        return FernetText.isPlausible(bytes, length: length) && FernetText.isText(bytes, from: end)
    }

    public func pduLength(
        _ bytes: RawSpan, _ pdu: PDU, canWait: Bool, in conversation: FernetConversation
    ) -> PDULength {
        guard FernetText.begins(bytes) else {
            if canWait, FernetText.mayBegin(bytes) { return .needsMore }
            let delimiters = FernetText.delimiters(bytes, from: 0)
            if delimiters > 0 { return .bytes(delimiters) }
            // The bytes between tokens are one PDU, up to the next token.
            var end = 1
            while end < bytes.byteCount, !FernetText.mayBegin(bytes, at: end) { end += 1 }
            return .bytes(end)
        }
        let length = FernetText.length(bytes)
        let mayGoOn = length == bytes.byteCount && !FernetText.isPlausible(bytes, length: length)
        if mayGoOn, canWait, length < FernetText.longest { return .needsMore }
        return .bytes(max(length + FernetText.delimiters(bytes, from: length), 1))
    }

    public func find(in text: RawSpan, copyingTo pdu: inout [UInt8]) -> Int {
        var start = 0
        while let token = FernetSearch.token(in: text, from: start) {
            if !token.mayBeCut || !candidates(token.text.rawSpan).isEmpty {
                pdu = token.text
                return token.end
            }
            start = token.end
        }
        return 0
    }

    public func dissect(
        _ bytes: RawSpan, _ pdu: PDU, in conversation: FernetConversation, into plan: inout Plan
    ) -> FindingID {
        let length = FernetText.begins(bytes) ? FernetText.length(bytes) : 0
        guard length > 0 else {
            // These bytes follow a token that an earlier segment brought; nobody needs to be told.
            if bytes.byteCount > 0, FernetText.delimiters(bytes, from: 0) == bytes.byteCount { return .none }
            if bytes.byteCount > 0 {
                plan.protocolTree(at: 0..<bytes.byteCount) { $0.field(FernetFields.invalid, at: 0..<bytes.byteCount) }
            }
            plan.info { text in
                text.write(UInt(bytes.byteCount))
                text.write(" bytes that are no token")
            }
            return .none
        }
        plan.exclude(fromSearch: 0..<bytes.byteCount)
        let token = bytes.extracting(0..<length)
        let isWhole = bytes.byteCount >= pdu.reportedLength || length < bytes.byteCount
        let id = pdu.isFirstPass ? examine(token, isWhole: isWhole, conversation) : pdu.finding
        guard let finding = conversation.finding(id) else { return .none }
        let drawing = FernetDrawing(
            finding: finding, plaintext: conversation.plaintext(of: finding), time: pdu.time, timeToLive: timeToLive,
            showsPlaintext: showsPlaintext, keyCount: namedKeys.keys.count + keys.ring.fernetKeyCount,
            keyProblems: conversation.isFirst(id) ? conversation.keyProblems : [])
        drawing.draw(token, of: bytes.byteCount, into: &plan)
        return id
    }

    private func examine(_ token: RawSpan, isWhole: Bool, _ conversation: FernetConversation) -> FindingID {
        var plaintext: [UInt8] = []
        defer { wipe(&plaintext) }
        namedKeys.refresh()
        keys.refresh()
        if conversation.isNew { conversation.keyProblems = namedKeys.problems + keys.problems.map(\.text) }
        guard isWhole else { return conversation.keep(.init(status: .truncated)) }
        if let error = FernetCipher.flaw(in: token) { return conversation.keep(.init(status: .invalid(error))) }
        var status = FernetConversation.Finding.Status.unchecked
        for key in candidates(token) {
            do throws(FernetError) {
                try key.cipher.open(token, appendingTo: &plaintext)
                return conversation.keep(.init(status: .verified, keyName: key.name), plaintext: plaintext)
            } catch {
                if error == .invalidPadding { return conversation.keep(.init(status: .padding, keyName: key.name)) }
            }
        }
        if namedKeys.hasKeys || keys.ring.hasFernetKeys { status = .failed }
        return conversation.keep(.init(status: status))
    }

    /// Returns the keys that made the token's HMAC, from those with names or from the others.
    private func candidates(_ token: RawSpan) -> [FernetKeys.Named] {
        let named = namedKeys.keys.filter { $0.cipher.signs(token) }
        guard named.isEmpty, let key = keys.ring.key(of: token) else { return named }
        return [FernetKeys.Named(name: Array(keys.description(of: key.place).utf8), cipher: key.cipher)]
    }
}
