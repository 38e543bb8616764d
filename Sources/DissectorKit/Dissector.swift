// SPDX-License-Identifier: Apache-2.0

/// A dissector of one protocol, written without knowledge of Wireshark.
///
/// The host calls it on one thread. A dissector reads bytes and writes a ``Plan``; it never draws. What it learns from a
/// stream it keeps in its ``Conversation``, on the first pass alone: on a later pass the host hands back the ``FindingID``
/// that the first one returned, so that every pass draws the same.
///
/// ### The order of calls
///
/// 1. ``preferencesChanged(_:)`` with the values that the user set, before the first capture and at each change.
/// 2. ``captureWillOpen()``.
/// 3. For each stream: ``recognises(_:_:isGuess:)`` until it returns `true`, then ``makeConversation()`` once, then
///    ``pduLength(_:_:canWait:in:)`` and ``dissect(_:_:in:into:)`` in turn. A datagram is one PDU.
/// 4. On a later pass ``pduLength(_:_:canWait:in:)`` and ``dissect(_:_:in:into:)``, for frames in any order: both must say
///    what they said on the first.
/// 5. ``captureDidClose()``, also before the capture is dissected anew.
public protocol Dissector: AnyObject {
    /// What is remembered of one conversation.
    associatedtype Conversation: AnyObject = NoConversation

    /// What the dissector registers.
    ///
    /// The host reads it once, when Wireshark registers protocols. Several dissectors can be of one class, each with a name,
    /// fields and notes of its own.
    var declaration: DissectorDeclaration { get }

    /// Takes the values of all preferences. Some of them may be what they were.
    func preferencesChanged(_ values: PreferenceValues)

    /// Why `row` must not be in the dissector's table of keys, as a sentence for its user that tells nothing of the key;
    /// `nil` when it may.
    func refusal(of row: KeyRow) -> String?

    /// Takes secrets that travel with the capture, of the declared type. They are void once the capture is closed.
    func addSecrets(_ bytes: RawSpan)

    /// A capture is opened, or dissected anew. Everything learnt before is void.
    func captureWillOpen()

    /// The capture is closed. The host also calls this before the capture is dissected anew.
    func captureDidClose()

    /// Makes what is remembered of one conversation, when its first PDU comes. The host keeps it until the capture
    /// closes.
    func makeConversation() -> Conversation

    /// Whether a conversation that is not known yet begins with this protocol.
    ///
    /// - Parameters:
    ///   - bytes: what was captured of the segment or datagram.
    ///   - pdu: what the host knows of it, without a stream's number.
    ///   - isGuess: whether nothing but the bytes speaks for the protocol, neither a port nor the user.
    func recognises(_ bytes: RawSpan, _ pdu: PDU, isGuess: Bool) -> Bool

    /// Where the PDU that begins at the first of `bytes` ends. Streams alone are cut; a datagram is one PDU.
    ///
    /// - Parameters:
    ///   - bytes: what was captured of the stream, from the PDU's first byte on.
    ///   - pdu: what the host knows of it. It has no finding yet, and its reported length is that of what is left.
    ///   - canWait: whether the dissector may ask for more bytes with ``PDULength/needsMore``.
    ///   - conversation: the one that the stream belongs to.
    func pduLength(_ bytes: RawSpan, _ pdu: PDU, canWait: Bool, in conversation: Conversation) -> PDULength

    /// The keys of the capture's sessions as far as they are known, as text for people and programs. The host wipes it.
    func sessionKeys() -> [UInt8]

    /// Finds the first PDU in bytes that another protocol carries, and copies it to `pdu`, where its bytes may differ from those that
    /// carried it. Called for the bytes of all packets, if the declaration has a ``SearchDeclaration`` and the user has not
    /// turned it off.
    ///
    /// - Returns: where the PDU ends, after which the host looks on; 0 when there is none.
    func find(in text: RawSpan, copyingTo pdu: inout [UInt8]) -> Int

    /// Reads one PDU and appends what is to be drawn to `plan`.
    ///
    /// - Parameters:
    ///   - bytes: what was captured of the PDU; fewer than `pdu.reportedLength` when the capture cut it.
    ///   - pdu: what the host knows of it.
    ///   - conversation: the one that the PDU belongs to.
    ///   - plan: what is to be drawn, which is empty.
    /// - Returns: what the host hands back on later passes; ``FindingID/none`` when there is nothing to remember. On a
    ///   later pass the host disregards it.
    func dissect(_ bytes: RawSpan, _ pdu: PDU, in conversation: Conversation, into plan: inout Plan) -> FindingID
}

/// The conversation of a dissector that remembers nothing.
public final class NoConversation {
    /// Makes the conversation.
    public init() {}
}

extension Dissector {
    /// Does nothing.
    public func preferencesChanged(_ values: PreferenceValues) {}
    /// Refuses no row.
    public func refusal(of row: KeyRow) -> String? { nil }
    /// Does nothing.
    public func addSecrets(_ bytes: RawSpan) {}
    /// Does nothing.
    public func captureWillOpen() {}
    /// Does nothing.
    public func captureDidClose() {}
    /// Takes what a port or the user decides, and guesses nothing.
    public func recognises(_ bytes: RawSpan, _ pdu: PDU, isGuess: Bool) -> Bool { !isGuess }
    /// Takes each segment as one PDU.
    public func pduLength(_ bytes: RawSpan, _ pdu: PDU, canWait: Bool, in conversation: Conversation) -> PDULength {
        .bytes(bytes.byteCount)
    }
    /// Knows no keys.
    public func sessionKeys() -> [UInt8] { [] }
    /// Finds nothing.
    public func find(in text: RawSpan, copyingTo pdu: inout [UInt8]) -> Int { 0 }
}

extension Dissector where Conversation == NoConversation {
    /// Makes a conversation that remembers nothing.
    public func makeConversation() -> NoConversation { NoConversation() }
}

/// Where a PDU ends.
public enum PDULength: Equatable, Sendable {
    /// After this many bytes, at least 1. They need not all be there yet.
    case bytes(Int)
    /// It takes more bytes to tell.
    case needsMore
}
