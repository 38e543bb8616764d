// SPDX-License-Identifier: Apache-2.0
public import DissectorKit
import FernwireCrypto
import FernwireSession
import FernwireWire
public import WireSchema

/// Labels every field of Fernwire, and shows the plaintexts under the keys of the key file.
public final class FernwireDissector: Dissector {
    /// The TCP port that is Fernwire's unless the user says otherwise.
    public static let defaultPort: UInt16 = 9090

    /// The name, below the protocol's, of the preference that is a folder of descriptions of other protocols.
    public static let descriptionsPreference: PermanentText = "descriptions"

    private var settings: FernwireSettings
    private var timeToLive: UInt64 = 0
    /// The connections of the capture.
    private var conversations: [FernwireConversation] = []

    private var keys: SharedKeys { settings.keys }

    /// Creates the dissector.
    ///
    /// - Parameters:
    ///   - keys: the keys, which other dissectors share.
    ///   - descriptions: what the preferences page says of the descriptions of other protocols.
    public init(keys: SharedKeys, descriptions: String = "") {
        settings = FernwireSettings(keys: keys)
        declaration = .fernwire(descriptions: descriptions)
    }

    public let declaration: DissectorDeclaration

    public func preferencesChanged(_ values: PreferenceValues) {
        keys.use(
            path: values[FernwirePreferences.keyFile], rows: values[FernwirePreferences.keyTable],
            passphrases: values[FernwirePreferences.passphraseFile])
        keys.allowsBruteForce = values[FernwirePreferences.breakToys]
        settings.showsPlaintext = values[FernwirePreferences.showPlaintext]
        timeToLive = UInt64(values[FernwirePreferences.timeToLive])
    }

    public func refusal(of row: KeyRow) -> String? { keys.refusal(of: row) }

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

    /// Makes a conversation that remembers its latest frames only, for a single pass over a capture of any size. The
    /// dissector does not keep it.
    public func makeForgetfulConversation() -> FernwireConversation { FernwireConversation(forgets: true) }

    /// Returns the session keys as a key log.
    public func sessionKeys() -> [UInt8] {
        var lines = conversations.flatMap { $0.observer.keyLog(keys.ring) }.map { $0.line() }
        var text: [UInt8] = []
        // The capacity is reserved at once: an array that grows leaves copies of the secrets behind.
        text.reserveCapacity(lines.reduce(0) { $0 + $1.count })
        for index in lines.indices {
            text += lines[index]
            wipe(&lines[index])
        }
        return text
    }

    public func recognises(_ bytes: RawSpan, _ pdu: PDU, isGuess: Bool) -> Bool {
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

    /// Whether the bytes hold a whole credible header of a known type: no other protocol begins so.
    private func isHandshakeOrRecord(_ bytes: RawSpan) -> Bool {
        guard bytes.byteCount >= Wire.headerLength else { return false }
        let header = FrameHeader(decoding: bytes)
        return header.isCredible && header.knownType != nil && header.flags & ~FrameHeader.protectedFlag == 0
    }

    public func pduLength(
        _ bytes: RawSpan, _ pdu: PDU, canWait: Bool, in conversation: FernwireConversation
    ) -> PDULength {
        switch FrameFinder.find(bytes) {
        case .frame(let length): .bytes(length)
        case .oversized: .bytes(Wire.headerLength)
        case .other(let length): .bytes(length)
        case .partialHeader: canWait ? .needsMore : .bytes(bytes.byteCount)
        }
    }

    public func dissect(
        _ bytes: RawSpan, _ pdu: PDU, in conversation: FernwireConversation, into plan: inout Plan
    ) -> FindingID {
        guard bytes.byteCount >= Wire.headerLength else {
            plan.drawStray(bytes)
            return .none
        }
        let header = FrameHeader(decoding: bytes)
        guard header.isCredible else {
            plan.drawStray(bytes)
            return .none
        }
        let observation: Observation
        if pdu.isFirstPass {
            observation = observe(bytes, with: header, pdu, in: conversation)
        } else {
            guard let kept = conversation.finding(pdu.finding) else { return .none }
            observation = kept.observation
        }
        let observer = conversation.observer
        let decrypted = observer.plaintext(of: observation)
        let record =
            header.isRecord && !decrypted.isEmpty ? RecordContent(decrypted, observation) : nil
        let id =
            pdu.isFirstPass
            ? conversation.keep(
                observation, of: pdu, header: header, record: observation.hasPassed ? record : nil,
                keys: keys) : pdu.finding
        guard let finding = conversation.finding(id) else { return .none }
        let drawing = FrameDrawing(
            header: header, pdu: pdu, conversation: conversation, id: id, finding: finding, record: record,
            settings: settings)
        drawing.draw(bytes, into: &plan)
        return id
    }

    private func observe(
        _ bytes: RawSpan, with header: FrameHeader, _ pdu: PDU, in conversation: FernwireConversation
    ) -> Observation {
        let observer = conversation.observer
        if observer.timeToLive != timeToLive { observer.timeToLive = timeToLive }
        if conversation.needsKeys { keys.refresh() }
        return observer.observe(bytes, header: header, keys: keys.ring, time: UInt64(clamping: pdu.time.seconds))
    }
}
