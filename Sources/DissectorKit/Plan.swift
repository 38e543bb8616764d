// SPDX-License-Identifier: Apache-2.0
public import CDissectorPlan

/// What is to be drawn for one unit, as flat data in the order of drawing.
///
/// One plan is used again for every unit, so that steady state allocates nothing.
public struct Plan: Sendable {
    public private(set) var steps: ContiguousArray<dk_step> = []
    /// Texts and decrypted bytes that steps refer to.
    public var bytes: ContiguousArray<UInt8> { text.bytes }
    private var text = PlanText()
    private var sourceCount: UInt8 = 0
    private var depth = 0

    public init() {
        steps.reserveCapacity(128)
        text.bytes.reserveCapacity(4096)
    }

    /// Room for bytes that is kept from one unit to the next.
    private static let keptRoom = 1 << 18

    /// Forgets the last unit, keeping the room it took unless that was uncommonly large.
    public mutating func reset() {
        steps.removeAll(keepingCapacity: true)
        text.bytes.removeAll(keepingCapacity: text.bytes.capacity <= Self.keptRoom)
        sourceCount = 0
        depth = 0
    }

    /// A leaf over `range` of `source`.
    public mutating func field(_ field: Int, _ range: Range<Int>, source: Source = .unit) {
        append(DK_FIELD, field: field, range: range, source: source)
    }

    /// A field over `range` with everything up to the matching ``end()`` below it.
    public mutating func subtree(_ field: Int, _ range: Range<Int>, source: Source = .unit) {
        depth += 1
        append(DK_SUBTREE, field: field, range: range, source: source)
    }

    /// The dissector's own tree over `range` of the unit.
    public mutating func protocolTree(_ range: Range<Int>) {
        depth += 1
        append(DK_PROTOCOL, range: range)
    }

    /// Ends the innermost subtree.
    public mutating func end() {
        precondition(depth > 0, "end() without a subtree")
        depth -= 1
        append(DK_END)
    }

    /// An inferred number, frame or duration, marked as generated.
    public mutating func generated(_ field: Int, _ value: UInt64, highlighting range: Range<Int> = 0..<0) {
        append(DK_GENERATED_UINT, field: field, range: range, value: value)
    }

    /// An inferred text, marked as generated.
    public mutating func generated(_ field: Int, _ text: StaticString, highlighting range: Range<Int> = 0..<0) {
        append(DK_GENERATED_TEXT, field: field, range: range, text: write(text))
    }

    /// The same, with what `body` writes. Control characters are escaped by the host.
    public mutating func generated(_ field: Int, _ body: (inout PlanText) -> Void) {
        append(DK_GENERATED_TEXT, field: field, text: write(body))
    }

    /// The notes so far.
    public var experts: [Int] { steps.compactMap { $0.kind == DK_EXPERT ? Int($0.field) : nil } }

    /// A note on what was last added, or on the tree that was last ended.
    public mutating func expert(_ expert: Int) {
        append(DK_EXPERT, field: expert)
    }

    /// The same, saying what `body` writes in place of what was declared.
    public mutating func expert(_ expert: Int, _ body: (inout PlanText) -> Void) {
        append(DK_EXPERT, field: expert, text: write(body))
    }

    /// Makes `content` a tab of its own, under the declaration's source name `name`.
    public mutating func source(_ name: Int, _ content: RawSpan) -> Source {
        source(name) { $0.write(content) }
    }

    /// The same with what `body` writes.
    public mutating func source(_ name: Int, _ body: (inout PlanText) -> Void) -> Source {
        sourceCount += 1
        append(DK_SOURCE, field: name, text: write(body))
        return Source(number: sourceCount)
    }

    /// What one side said, for those who follow the stream: see ``Unit/Listeners``.
    public mutating func follow(_ range: Range<Int>, source: Source, isFromServer: Bool) {
        append(DK_FOLLOW, range: range, source: source, value: isFromServer ? 1 : 0)
    }

    /// What follows is of this object for export: see ``Unit/Listeners``.
    public mutating func object(_ id: ObjectID) {
        append(DK_OBJECT, range: Int(id.group)..<Int(id.group), value: id.number)
    }

    /// The object begins here. Its name may be anything: the host lets none lead out of a folder.
    public mutating func beginObject(name: RawSpan, type: RawSpan, size: UInt64) {
        append(DK_OBJECT_NAME, text: write { $0.write(name) }, value: size)
        append(DK_OBJECT_TYPE, text: write { $0.write(type) })
    }

    /// `range` holds the object's bytes from `offset` on.
    public mutating func chunk(at offset: UInt64, _ range: Range<Int>, source: Source) {
        append(DK_CHUNK, range: range, source: source, value: offset)
    }

    /// Counts `amount` more under what `body` writes: see ``Unit/Listeners``.
    public mutating func tally(_ statistic: Int, _ amount: Int, _ body: (inout PlanText) -> Void) {
        append(DK_TALLY, field: statistic, text: write(body), value: UInt64(clamping: amount))
    }

    /// An answer, so many nanoseconds after its request.
    public mutating func response(_ kind: Int, after nanoseconds: Int64) {
        append(DK_RESPONSE, field: kind, value: UInt64(bitPattern: nanoseconds))
    }

    /// Hands `range` on to whoever registered for `number` in a table of the declaration, or for what `body` writes.
    /// Of several such steps of a unit, those after the first that is taken are passed over.
    public mutating func handOn(_ table: Int, number: UInt32, _ range: Range<Int>, source: Source) {
        append(DK_HAND_ON, field: table, range: range, source: source, value: UInt64(number))
    }

    /// Hands `range` on to whom the user chose.
    public mutating func handOn(_ table: Int, _ range: Range<Int>, source: Source) {
        append(DK_HAND_ON, field: table, range: range, source: source)
    }

    public mutating func handOn(
        _ table: Int, _ range: Range<Int>, source: Source, _ body: (inout PlanText) -> Void
    ) {
        append(DK_HAND_ON, field: table, range: range, source: source, text: write(body))
    }

    /// Appends to the label of the innermost tree what `body` writes.
    public mutating func label(_ body: (inout PlanText) -> Void) {
        append(DK_LABEL, text: write(body))
    }

    /// Appends to the Info column what `body` writes. Control characters are escaped by the host.
    public mutating func info(_ body: (inout PlanText) -> Void) {
        append(DK_INFO, text: write(body))
    }

    private mutating func write(_ body: (inout PlanText) -> Void) -> Range<Int> {
        let start = text.bytes.count
        body(&text)
        return start..<text.bytes.count
    }

    private mutating func write(_ text: StaticString) -> Range<Int> {
        write { $0.write(text) }
    }

    private mutating func append(
        _ kind: dk_step_kind, field: Int = 0, range: Range<Int> = 0..<0, source: Source = .unit,
        text: Range<Int> = 0..<0, value: UInt64 = 0
    ) {
        steps.append(
            dk_step(
                kind: kind, source: source.number, field: UInt16(field), offset: UInt32(range.lowerBound),
                length: UInt32(range.count), text_offset: UInt32(text.lowerBound), text_length: UInt32(text.count),
                value: value))
    }
}

/// Tells an object for export from the others of its conversation.
public struct ObjectID: Sendable {
    let group: UInt32
    let number: UInt64

    public init(group: UInt32, number: UInt64) {
        self.group = group
        self.number = number
    }
}

/// Bytes that a field can lie in: the unit itself, or a tab that the plan added.
public struct Source: Sendable, Equatable {
    public static let unit = Source(number: 0)
    let number: UInt8
}
