// SPDX-License-Identifier: GPL-3.0-or-later
import CDissectorKit
import DissectorKit
import Glibc

/// One dissector as C sees it: the pointer that C hands back with each call is one to an object of this class.
///
/// ### Invariants
///
/// No method here calls Wireshark: an exception of Wireshark's, which is a `longjmp`, never crosses a Swift frame. The plan
/// lies in memory of the packet's pool, which C gives back.
final class Host {
    /// The protocol is of classes, so that this holds a pointer and allocates nothing.
    private let dissector: any Dissector
    private var preferences = PreferenceValues()
    /// The preferences, in the order of the declaration; none before it was read.
    private var declared: [any AnyPreference] = []

    init<D: Dissector>(_ dissector: D) {
        self.dissector = dissector
    }

    static func at(_ pointer: UnsafeMutableRawPointer?) -> Host {
        Unmanaged<Host>.fromOpaque(pointer!).takeUnretainedValue()
    }

    /// Reads the declaration, once, while Wireshark registers protocols: only now can it ask what Wireshark has.
    func describe(into declaration: inout dk_declaration) {
        let read = dissector.declaration
        declared = read.preferences
        declaration = dk_declaration(keeping: read)
    }

    // MARK: Preferences and secrets

    func set(text: String, of preference: Int) { preferences.set(declared[preference], text: text) }
    func set(number: UInt32, of preference: Int) { preferences.set(declared[preference], number: number) }
    func set(rows: [KeyRow], of preference: Int) { preferences.set(declared[preference], rows: rows) }
    func preferencesChanged() { dissector.preferencesChanged(preferences) }

    /// Empty for a row that may be taken.
    func refusal(of row: KeyRow) -> String { dissector.refusal(of: row) ?? "" }

    func addSecrets(_ bytes: UnsafeRawBufferPointer) { dissector.addSecrets(bytes.bytes) }

    // MARK: Captures and conversations

    func captureWillOpen() { dissector.captureWillOpen() }
    func captureDidClose() { dissector.captureDidClose() }

    func recognises(_ pdu: UnsafePointer<dk_pdu>, isGuess: Bool) -> Bool {
        let bytes = UnsafeRawBufferPointer(start: pdu.pointee.bytes, count: pdu.pointee.captured_length)
        return dissector.recognises(bytes.bytes, PDU(pdu.pointee), isGuess: isGuess)
    }

    func makeConversation() -> UnsafeMutableRawPointer {
        Unmanaged.passRetained(dissector.makeConversation() as AnyObject).toOpaque()
    }

    static func release(_ conversation: UnsafeMutableRawPointer?) {
        Unmanaged<AnyObject>.fromOpaque(conversation!).release()
    }

    // MARK: PDUs

    /// The length of the PDU; 0 when more bytes are needed to tell.
    func pduLength(
        _ pdu: UnsafePointer<dk_pdu>, canWait: Bool, in conversation: UnsafeMutableRawPointer?
    ) -> UInt32 {
        let described = PDU(pdu.pointee)
        let bytes = UnsafeRawBufferPointer(start: pdu.pointee.bytes, count: pdu.pointee.captured_length)
        func length<D: Dissector>(_ dissector: D) -> PDULength {
            dissector.pduLength(bytes.bytes, described, canWait: canWait, in: known(conversation, of: dissector))
        }
        return switch length(dissector) {
        case .needsMore: 0
        case .bytes(let length): UInt32(clamping: max(length, 1))
        }
    }

    func dissect(
        _ pdu: UnsafePointer<dk_pdu>, in conversation: UnsafeMutableRawPointer?,
        into memory: UnsafeMutablePointer<dk_plan>
    ) -> UInt32 {
        let known = PDU(pdu.pointee)
        let bytes = UnsafeRawBufferPointer(start: pdu.pointee.bytes, count: pdu.pointee.captured_length)
        var plan = Plan(writingTo: memory, for: known)
        func dissect<D: Dissector>(_ dissector: D) -> FindingID {
            dissector.dissect(bytes.bytes, known, in: self.known(conversation, of: dissector), into: &plan)
        }
        return dissect(dissector).rawValue
    }

    /// The conversation behind a pointer, which C got from this dissector.
    private func known<D: Dissector>(_ conversation: UnsafeMutableRawPointer?, of dissector: D) -> D.Conversation {
        // Not by a generic `Unmanaged`, whose metadata would be looked up for each PDU.
        unsafeDowncast(Unmanaged<AnyObject>.fromOpaque(conversation!).takeUnretainedValue(), to: D.Conversation.self)
    }

    // MARK: Text

    /// Leaves the first PDU among the bytes of `text` in the bytes of `found`; returns where it ends, 0 for nothing.
    func find(in text: UnsafeRawBufferPointer, copyingTo found: UnsafeMutablePointer<dk_plan>) -> Int {
        var bytes: [UInt8] = []
        let end = dissector.find(in: text.bytes, copyingTo: &bytes)
        if end > 0 { bytes.withUnsafeBytes { copy($0, to: found) } }
        return min(max(end, 0), text.count)
    }

    /// Leaves the sessions' keys in the bytes of `found`.
    func sessionKeys(copyingTo found: UnsafeMutablePointer<dk_plan>) {
        var text = dissector.sessionKeys()
        text.withUnsafeMutableBytes { bytes in
            copy(UnsafeRawBufferPointer(bytes), to: found)
            if let start = bytes.baseAddress { explicit_bzero(start, bytes.count) }
        }
    }

    private func copy(_ bytes: UnsafeRawBufferPointer, to plan: UnsafeMutablePointer<dk_plan>) {
        guard let start = bytes.baseAddress, bytes.count > 0 else { return }
        let memory = plan.pointee.resize(plan.pointee.pool, plan.pointee.bytes, bytes.count)!
        memory.copyMemory(from: start, byteCount: bytes.count)
        plan.pointee.bytes = memory.assumingMemoryBound(to: UInt8.self)
        plan.pointee.byte_count = bytes.count
        plan.pointee.byte_room = bytes.count
    }
}

extension PDU {
    fileprivate init(_ pdu: dk_pdu) {
        self.init(
            reportedLength: pdu.reported_length, isFirstPass: pdu.is_first_pass,
            finding: FindingID(rawValue: pdu.finding), wantsFields: pdu.wants_fields, wantsInfo: pdu.wants_info,
            listeners: Listeners(rawValue: pdu.listeners), stream: pdu.stream, frame: pdu.frame,
            time: Moment(seconds: pdu.seconds, nanoseconds: pdu.nanoseconds), transport: pdu.transport,
            ends: (pdu.source, pdu.destination), serverPort: pdu.server_port == 0 ? nil : pdu.server_port)
    }
}
