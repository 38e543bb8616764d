// SPDX-License-Identifier: Apache-2.0
public import DissectorKit
import FernwireCrypto
import FernwireSession
import FernwireWire

/// Labels every field of Fernwire and shows what the key file's keys decrypt.
public final class FernwireDissector: Dissector {
    private let keys: SharedKeys
    private var showsPlaintext = true
    private var timeToLive: UInt64 = 0
    /// Of the capture.
    private var conversations: [FernwireConversation] = []
    /// Of the frame at hand.
    private var decrypted: [UInt8] = []

    /// - Parameter keys: what other dissectors have, too.
    public init(keys: SharedKeys) {
        self.keys = keys
    }

    public convenience init() {
        self.init(keys: SharedKeys())
    }

    public static var declaration: DissectorDeclaration { .fernwire }

    public func setPreference(_ index: Int, to value: PreferenceValue) {
        switch (Preference(rawValue: index), value) {
        case (.keyFile, .path(let path)): keys.use(path: path)
        case (.keyTable, .rows(let rows)): keys.use(rows: rows)
        case (.showPlaintext, .on(let isOn)): showsPlaintext = isOn
        case (.breakToys, .on(let isOn)): keys.breaksToys = isOn
        case (.timeToLive, .number(let seconds)): timeToLive = UInt64(seconds)
        default: break
        }
    }

    public func refusal(of row: KeyRow, in index: Int) -> String? { KeyText.refusal(of: row) }

    public func addSecrets(_ bytes: RawSpan) {
        keys.add(secrets: bytes)
    }

    public func captureWillOpen() {
        keys.forgetSecrets()
        keys.refresh()
    }

    public func captureDidClose() {
        conversations = []
        keys.forgetSecrets()
    }

    public func makeConversation() -> FernwireConversation {
        let made = FernwireConversation()
        conversations.append(made)
        return made
    }

    /// As a key log.
    public func sessionKeys() -> [UInt8] {
        var lines = conversations.flatMap { $0.observer.keyLog(keys.ring) }.map { $0.line() }
        var text: [UInt8] = []
        // All at once: an array that grows leaves copies of the secrets behind.
        text.reserveCapacity(lines.reduce(0) { $0 + $1.count })
        for index in lines.indices {
            text += lines[index]
            wipe(&lines[index])
        }
        return text
    }

    public func recognises(_ bytes: RawSpan, isGuess: Bool) -> Bool {
        guard !isGuess else { return isHandshakeOrRecord(bytes) }
        switch FrameFinder.find(bytes) {
        case .frame, .oversized, .partialHeader: return true
        case .other(let length):
            // The capture may begin inside a frame.
            guard length < bytes.byteCount else { return false }
            if case .frame = FrameFinder.find(bytes.extracting(length..<bytes.byteCount)) { return true }
            return false
        }
    }

    /// A credible header of a type that is known, in full: no other protocol begins so.
    private func isHandshakeOrRecord(_ bytes: RawSpan) -> Bool {
        guard bytes.byteCount >= Wire.headerLength else { return false }
        let header = FrameHeader(decoding: bytes)
        return header.isCredible && header.knownType != nil && header.flags & ~FrameHeader.protectedFlag == 0
    }

    public func frame(_ bytes: RawSpan, canWait: Bool, in conversation: FernwireConversation) -> Framing {
        switch FrameFinder.find(bytes) {
        case .frame(let length): .unit(length: length)
        case .oversized: .unit(length: Wire.headerLength)
        case .other(let length): .unit(length: length)
        case .partialHeader: canWait ? .needsMore : .unit(length: bytes.byteCount)
        }
    }

    public func dissect(
        _ bytes: RawSpan, _ unit: Unit, in conversation: FernwireConversation, into plan: inout Plan
    ) -> UInt32 {
        guard bytes.byteCount >= Wire.headerLength, case .frame = FrameFinder.find(bytes) else {
            plan.drawStray(bytes, wantsFields: unit.wantsFields)
            return 0
        }
        let header = FrameHeader(decoding: bytes)
        let verdict = unit.isFirstPass ? observe(bytes, header, unit, conversation) : unit.verdict
        guard let finding = conversation.finding(verdict) else { return 0 }
        if !unit.isFirstPass { conversation.observer.copyPlaintext(finding.observation, into: &decrypted) }
        let drawing = FrameDrawing(
            header: header, conversation: conversation, finding: finding, verdict: verdict, decrypted: decrypted,
            record: record(header, finding.observation), showsPlaintext: showsPlaintext,
            keys: keys, unit: unit)
        drawing.draw(bytes, into: &plan)
        return verdict
    }

    private func observe(
        _ bytes: RawSpan, _ header: FrameHeader, _ unit: Unit, _ conversation: FernwireConversation
    ) -> UInt32 {
        let observer = conversation.observer
        if observer.timeToLive != timeToLive { observer.timeToLive = timeToLive }
        if conversation.needsKeys { keys.refresh() }
        let observation = observer.observe(
            bytes, keys: keys.ring, time: UInt64(clamping: unit.time.seconds))
        observer.copyPlaintext(observation, into: &decrypted)
        let passed = observation.hasPassed ? record(header, observation) : nil
        return conversation.keep(observation, header, passed, unit, keys.problems)
    }

    private func record(_ header: FrameHeader, _ observation: Observation) -> RecordContent? {
        header.knownType == .record && !decrypted.isEmpty ? RecordContent(decrypted, observation) : nil
    }
}
