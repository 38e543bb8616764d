// SPDX-License-Identifier: Apache-2.0
public import WireSchema

// What a plan tells others than the tree: searches, listeners, and subdissectors.
extension Plan {
    // MARK: Searches

    /// Excludes a range from searches for what other protocols carry, because it is the dissector's own: for example a record that
    /// is a token by itself.
    public mutating func exclude(fromSearch range: Range<Int>, in source: Source = .pdu) {
        append(.exclude, range: range, source: source)
    }

    // MARK: Listeners

    /// Tells followers of the stream that a side said `range` of `source`.
    public mutating func follow(_ range: Range<Int>, in source: Source, isFromServer: Bool) {
        guard listeners.contains(.follower) else { return }
        append(.follow, range: range, source: source, value: isFromServer ? 1 : 0)
    }

    /// Names the object for export that the next calls are about.
    public mutating func object(_ id: ObjectID) {
        guard listeners.contains(.exporter) else { return }
        append(.object, range: Int(id.group)..<Int(id.group), value: id.number)
    }

    /// Begins the object. Its name may be anything: the host lets none lead out of a folder.
    public mutating func beginObject(name: RawSpan, type: RawSpan, size: UInt64) {
        guard listeners.contains(.exporter) else { return }
        append(.objectName, text: write { $0.write(name) }, value: size)
        append(.objectType, text: write { $0.write(type) })
    }

    /// Adds `range` of `source` to the object, from its byte `offset` on.
    public mutating func chunk(_ range: Range<Int>, in source: Source, at offset: UInt64) {
        guard listeners.contains(.exporter) else { return }
        append(.chunk, range: range, source: source, value: offset)
    }

    /// Counts `amount` more of a statistic under what `body` writes.
    public mutating func tick(_ statistic: Statistic, by amount: Int = 1, under body: (inout PlanText) -> Void) {
        guard listeners.contains(.statistics) else { return }
        append(.tick, field: statistic.number, text: write(body), value: UInt64(clamping: amount))
    }

    /// Tells that a response of kind `kind` came `nanoseconds` after its request.
    public mutating func response(_ kind: Int, after nanoseconds: Int64) {
        guard listeners.contains(.responseTimes) else { return }
        append(.response, field: UInt16(clamping: kind), value: UInt64(bitPattern: nanoseconds))
    }

    // MARK: Subdissectors

    // A subdissector may throw one of Wireshark's exceptions, so that nothing should come after a call. Of several calls
    // of a PDU, those after the first that is taken are passed over.

    /// Calls the subdissector that stands under `number` in `table`.
    public mutating func call(_ table: SubdissectorTable, number: UInt32, _ range: Range<Int>, in source: Source) {
        append(.call, field: table.number, range: range, source: source, value: UInt64(number))
    }

    /// Calls the subdissector that the user chose for `table`.
    public mutating func call(_ table: SubdissectorTable, _ range: Range<Int>, in source: Source) {
        append(.call, field: table.number, range: range, source: source)
    }

    /// Calls the subdissector that stands in `table` under what `body` writes.
    public mutating func call(
        _ table: SubdissectorTable, _ range: Range<Int>, in source: Source, under body: (inout PlanText) -> Void
    ) {
        append(.call, field: table.number, range: range, source: source, text: write(body))
    }

    /// Calls the dissector of that name, such as `json`. Nothing happens where there is none.
    public mutating func call(named name: PermanentText, _ range: Range<Int>, in source: Source) {
        append(.callName, range: range, source: source, value: UInt64(name.address))
    }
}

/// Tells an object for export from the others of its conversation.
public struct ObjectID: Sendable {
    let group: UInt32
    let number: UInt64

    /// Names an object by two numbers, which the dissector chooses.
    public init(group: UInt32, number: UInt64) {
        self.group = group
        self.number = number
    }
}
