// SPDX-License-Identifier: Apache-2.0

/// A dissector of one protocol over TCP, written without knowledge of Wireshark.
///
/// The host calls it on one thread. A dissector reads bytes and writes a ``Plan``; it never draws. What it learns
/// from a stream it keeps in its ``Conversation``, on the first pass alone: a later pass is given the verdict that the
/// first one returned, so that every pass draws the same.
public protocol Dissector: AnyObject {
    /// What is remembered of one TCP connection.
    associatedtype Conversation: AnyObject

    static var declaration: DissectorDeclaration { get }

    init()

    /// A preference got its value, at start and at each change. `index` is its place in the declaration.
    func setPreference(_ index: Int, to value: PreferenceValue)

    /// Why a row is not to be taken into the table of keys that is preference `index`, as a sentence for its user; `nil` if
    /// it is. Says nothing of a key.
    func refusal(of row: KeyRow, in index: Int) -> String?

    /// Secrets that travel with the capture, of the declared type; void when it is closed.
    func addSecrets(_ bytes: RawSpan)

    /// A capture is opened, or dissected anew. Everything learnt before is void.
    func captureWillOpen()

    /// The capture is closed. Also called before it is dissected anew.
    func captureDidClose()

    func makeConversation() -> Conversation

    /// Whether a stream that is not known yet begins with this protocol. `bytes` is what was captured of the segment.
    ///
    /// - Parameter isGuess: whether nothing but the bytes speaks for it, neither a port nor the user.
    func recognises(_ bytes: RawSpan, isGuess: Bool) -> Bool

    /// Where the unit that begins at the first of `bytes` ends.
    ///
    /// - Parameter canWait: whether more bytes may be asked for with ``Framing/needsMore``.
    func frame(_ bytes: RawSpan, canWait: Bool, in conversation: Conversation) -> Framing

    /// The keys of the capture's sessions as far as they are known, as text for people and programs. The host wipes it.
    func sessionKeys() -> [UInt8]

    /// Replaces `bytes` by the first that is to be dissected of the text of another protocol's field that was declared.
    ///
    /// - Returns: where it ends in the text, after which the host looks on; 0 when there is nothing.
    func harvest(_ text: RawSpan, into bytes: inout [UInt8]) -> Int

    /// Reads one unit and appends what is to be drawn to `plan`.
    ///
    /// - Parameter bytes: what was captured of the unit; fewer than `unit.reportedLength` when the capture cut it.
    /// - Returns: the verdict to be handed back on later passes; 0 for none. On a later pass it is disregarded.
    func dissect(_ bytes: RawSpan, _ unit: Unit, in conversation: Conversation, into plan: inout Plan) -> UInt32
}

extension Dissector {
    public func refusal(of row: KeyRow, in index: Int) -> String? { nil }
    public func sessionKeys() -> [UInt8] { [] }
    public func harvest(_ text: RawSpan, into bytes: inout [UInt8]) -> Int { 0 }
}

/// Where a unit ends.
public enum Framing: Equatable, Sendable {
    /// A unit of this many bytes, at least 1.
    case unit(length: Int)
    /// It cannot be told from these bytes.
    case needsMore
}

/// What the host knows of the unit that is dissected.
public struct Unit: Sendable {
    /// Bytes that the unit had on the wire.
    public var reportedLength: Int
    /// Whether the frame is seen for the first time.
    public var isFirstPass: Bool
    /// The verdict of the first pass; 0 on the first.
    public var verdict: UInt32
    /// Whether fields will be looked at: if not, a plan may leave them out, but not columns and expert notes.
    public var wantsFields: Bool
    /// Who listens: what nobody wants, a plan may leave out.
    public var listeners: Listeners
    /// Number of the conversation in the capture, from 0.
    public var stream: UInt32
    /// Number of the frame in the capture, from 1.
    public var frame: UInt32
    /// When the frame was captured.
    public var time: Moment

    public init(
        reportedLength: Int, isFirstPass: Bool, verdict: UInt32 = 0, wantsFields: Bool = true,
        listeners: Listeners = [], stream: UInt32 = 0, frame: UInt32 = 0, time: Moment = Moment()
    ) {
        self.reportedLength = reportedLength
        self.isFirstPass = isFirstPass
        self.verdict = verdict
        self.wantsFields = wantsFields
        self.listeners = listeners
        self.stream = stream
        self.frame = frame
        self.time = time
    }

    public struct Listeners: OptionSet, Sendable {
        public let rawValue: UInt8
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// Someone follows the stream: ``Plan/follow(_:source:isFromServer:)``.
        public static let follower = Listeners(rawValue: 1 << 0)
        /// Someone exports objects: ``Plan/object(_:)``.
        public static let exporter = Listeners(rawValue: 1 << 1)
        /// Someone counts: ``Plan/tally(_:_:_:)``.
        public static let statistics = Listeners(rawValue: 1 << 2)
        /// Someone measures: ``Plan/response(_:after:)``.
        public static let responseTimes = Listeners(rawValue: 1 << 3)
    }
}

/// A point in time.
public struct Moment: Equatable, Sendable {
    /// Since 1970.
    public var seconds: Int64
    public var nanoseconds: Int32

    public init(seconds: Int64 = 0, nanoseconds: Int32 = 0) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    /// Nanoseconds from `earlier` to this; a capture may hold any times, so what does not fit is wrapped.
    public func nanoseconds(since earlier: Moment) -> Int64 {
        (seconds &- earlier.seconds) &* 1_000_000_000 &+ Int64(nanoseconds) &- Int64(earlier.nanoseconds)
    }
}

public enum PreferenceValue: Sendable, Equatable {
    case path(String)
    case on(Bool)
    case number(UInt32)
    case rows([KeyRow])
}

/// A row of a table of keys.
public struct KeyRow: Sendable, Equatable {
    /// Whether `value` is the path of a file with keys, or a key itself.
    public var isFile: Bool
    /// As text, which whoever keeps it wipes in the end. A comment is no secret.
    public var value: [UInt8]
    public var comment: [UInt8]

    public init(isFile: Bool, value: [UInt8], comment: [UInt8]) {
        self.isFile = isFile
        self.value = value
        self.comment = comment
    }
}
