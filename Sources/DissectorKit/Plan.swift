// SPDX-License-Identifier: Apache-2.0
package import CDissectorKit
import Glibc
public import WireSchema

/// What is to be drawn for one PDU, as flat data in the order of drawing.
///
/// ### How a plan works
///
/// Wireshark reports errors by `longjmp`: any call that draws may leave, and a Swift frame that it jumps over leaks what it
/// holds, or hangs. So a dissector never draws. It reads the bytes that the host hands to it, writes steps to a plan, and
/// returns. No Swift frame is on the stack when the host then replays the steps in C: it adds fields and subtrees, notes,
/// columns and data sources, tells listeners, and calls subdissectors in their order. What a step throws is Wireshark's to
/// show, and costs no more than the steps after it.
///
/// A step names what it is about by number: a field, note, table or statistic by the number that the process gave it, bytes
/// by a data source with offset and length, text by its place in the plan's bytes. Nothing in it points into Swift's memory.
///
/// A plan drops what nobody asked for. Without a tree it takes neither fields nor subtrees nor labels; without listeners it
/// takes nothing of ``follow(_:in:isFromServer:)`` and the like. A dissector asks ``wantsFields`` before work that is for
/// the tree alone.
///
/// ### Invariants
///
/// The memory is the host's pool for the packet: it is there for as long as the host replays the plan, and the host gives
/// it back. A plan that was made with ``init(wantsFields:wantsInfo:listeners:)`` has memory of its own.
///
/// ### Limits
///
/// A plan has at most 255 data sources. Subtrees deeper than 32 are drawn in the deepest. Ranges end at 4 GiB; one that
/// lies outside of its data source is shown as malformed, as everywhere in Wireshark. Steps are not looked at until the
/// dissector has returned, so that a dissector cannot ask what became of a call.
@safe public struct Plan: ~Copyable {
    /// Whether someone looks at fields.
    public let wantsFields: Bool
    /// Whether someone looks at the Info column.
    public let wantsInfo: Bool
    /// Who listens to what is not in the tree.
    public let listeners: PDU.Listeners

    private let memory: UnsafeMutablePointer<dk_plan>
    private let isOwner: Bool
    private var text: PlanText
    private var sourceCount: UInt8 = 0
    private var depth = 0

    /// Data sources of a plan, at most.
    static let sourceLimit: UInt8 = 255

    /// Makes a plan in memory of its own, for tests.
    public init(wantsFields: Bool = true, wantsInfo: Bool = true, listeners: PDU.Listeners = []) {
        let memory = UnsafeMutablePointer<dk_plan>.allocate(capacity: 1)
        unsafe memory.initialize(to: dk_plan())
        unsafe memory.pointee.resize = { _, memory, size in unsafe realloc(memory, size) }
        unsafe self.init(
            memory, isOwner: true, wantsFields: wantsFields, wantsInfo: wantsInfo, listeners: listeners)
    }

    /// Writes to `memory`, which the host keeps until the plan was replayed.
    package init(writingTo memory: UnsafeMutablePointer<dk_plan>, for pdu: PDU) {
        unsafe self.init(
            memory, isOwner: false, wantsFields: pdu.wantsFields, wantsInfo: pdu.wantsInfo, listeners: pdu.listeners)
    }

    private init(
        _ memory: UnsafeMutablePointer<dk_plan>, isOwner: Bool, wantsFields: Bool, wantsInfo: Bool,
        listeners: PDU.Listeners
    ) {
        unsafe self.memory = memory
        self.isOwner = isOwner
        self.wantsFields = wantsFields
        self.wantsInfo = wantsInfo
        self.listeners = listeners
        text = unsafe PlanText(memory)
    }

    deinit {
        guard isOwner else { return }
        unsafe free(memory.pointee.steps)
        unsafe free(memory.pointee.bytes)
        unsafe memory.deallocate()
    }

    // MARK: The tree

    /// Adds a leaf over `range` of `source`.
    public mutating func field(_ field: Field, at range: Range<Int>, in source: Source = .pdu) {
        guard wantsFields else { return }
        append(.field, field: field.number, range: range, source: source)
    }

    /// Adds a field over `range`, with what `body` adds below it. A subtree of no bytes is marked as inferred.
    public mutating func subtree(
        _ field: Field, at range: Range<Int>, in source: Source = .pdu, body: (inout Plan) -> Void
    ) {
        begin(.subtree, field: field.number, range: range, source: source)
        body(&self)
        end()
    }

    /// Adds the dissector's own tree over `range` of the PDU, with what `body` adds below it.
    public mutating func protocolTree(at range: Range<Int>, body: (inout Plan) -> Void) {
        begin(.protocol, range: range)
        body(&self)
        end()
    }

    /// Appends what `body` writes to the label of the innermost tree.
    public mutating func label(_ body: (inout PlanText) -> Void) {
        guard wantsFields else { return }
        append(.label, text: write(body))
    }

    /// Puts a note on what was last added, or on the tree that was last ended.
    public mutating func note(_ note: Note) {
        append(.note, field: note.number)
    }

    /// Puts a note there that says what `body` writes in place of its message.
    public mutating func note(_ note: Note, body: (inout PlanText) -> Void) {
        append(.note, field: note.number, text: write(body))
    }

    // MARK: Columns and data sources

    /// Appends what `body` writes to the Info column.
    public mutating func info(_ body: (inout PlanText) -> Void) {
        guard wantsInfo else { return }
        append(.info, text: write(body))
    }

    /// Makes `content` a data source, which is a tab beside the packet's bytes.
    public mutating func source(named name: PermanentText, _ content: RawSpan) -> Source {
        source(named: name) { $0.write(content) }
    }

    /// Makes what `body` writes a data source, which is a tab beside the packet's bytes.
    ///
    /// - Precondition: a plan has at most 255 data sources.
    public mutating func source(named name: PermanentText, body: (inout PlanText) -> Void) -> Source {
        precondition(sourceCount < Self.sourceLimit, "a plan has at most 255 data sources")
        sourceCount += 1
        append(.source, text: write(body), value: UInt64(name.address))
        return Source(number: sourceCount)
    }

    // MARK: Steps

    /// The notes so far.
    public var notes: [Note] {
        var notes: [Note] = []
        for index in 0..<stepCount where step(index).kind == .note { notes.append(Note(number: step(index).field)) }
        return notes
    }

    package var stepCount: Int { unsafe memory.pointee.step_count }

    package func step(_ index: Int) -> dk_step {
        precondition(index < stepCount)
        return unsafe memory.pointee.steps[index]
    }

    /// The text of a step.
    package func text(of step: dk_step) -> [UInt8] {
        let start = Int(step.text_offset)
        precondition(start + Int(step.text_length) <= text.count)
        return unsafe Array(
            UnsafeBufferPointer(start: memory.pointee.bytes, count: text.count)[start..<start + Int(step.text_length)])
    }

    mutating func begin(_ kind: PlanStepKind, field: UInt16 = 0, range: Range<Int>, source: Source = .pdu) {
        guard wantsFields else { return }
        depth += 1
        append(kind, field: field, range: range, source: source)
    }

    mutating func end() {
        guard wantsFields else { return }
        precondition(depth > 0, "end() without a subtree")
        depth -= 1
        append(.end)
    }

    mutating func write(_ body: (inout PlanText) -> Void) -> Range<Int> {
        let start = text.count
        body(&text)
        let end = text.count
        if end > start { text.terminate() }
        return start..<end
    }

    mutating func append(
        _ kind: PlanStepKind, field: UInt16 = 0, range: Range<Int> = 0..<0, source: Source = .pdu,
        text: Range<Int> = 0..<0, value: UInt64 = 0
    ) {
        let count = stepCount
        if unsafe count == memory.pointee.step_room { reserve(max(2 * count, wantsFields ? 64 : 16)) }
        // There is room for one more.
        let step = dk_step(
            kind: kind, source: source.number, field: field, offset: UInt32(clamping: range.lowerBound),
            length: UInt32(clamping: range.count), text_offset: UInt32(text.lowerBound),
            text_length: UInt32(text.count),
            value: value)
        unsafe (memory.pointee.steps + count).initialize(to: step)
        unsafe memory.pointee.step_count = count + 1
    }

    private mutating func reserve(_ room: Int) {
        unsafe memory.pointee.steps = memory.pointee.resize(
            memory.pointee.pool, memory.pointee.steps, room * MemoryLayout<dk_step>.stride
        )!.assumingMemoryBound(to: dk_step.self)
        unsafe memory.pointee.step_room = room
    }
}

/// Bytes that a field can lie in: the PDU itself, or a data source that the plan added.
public struct Source: Sendable, Equatable {
    /// The PDU.
    public static let pdu = Source(number: 0)
    let number: UInt8
}
