// SPDX-License-Identifier: Apache-2.0
import DissectorKit

/// A conversation of a described protocol: cuts what both sides say into units, and remembers of each what it takes to read it
/// again.
///
/// The first time, segments come in their order, and each is given to ``add(_:from:in:isWhole:each:)``. After that
/// ``parts(_:)`` and ``read(_:_:)`` give the same for any of them.
public final class UnitConversation {
    private let reader: UnitReader
    private let unitKind: Traffic.Unit
    private(set) var units: [UnitRecord] = []
    private(set) var parts: [UnitPart] = []
    /// Bytes of units that are open, or have several parts.
    private var held: [Int32: [UInt8]] = [:]
    private var heldCount = 0
    private var states: [ConversationState]
    /// The unit of each side that may go on, and what was kept by its last reading.
    private var open: [Side: Int32] = [:]
    private var pending: [Side: KeptValues] = [:]
    /// Bytes of the open unit of each side when it was last read.
    private var readLength: [Side: Int] = [:]
    private var lastSender: Side?
    /// The last reading for a length, which is that of the unit if nothing was read since.
    private var ahead: (reading: UnitReading, type: Int, side: Side)?
    /// The end that the client is at, once it is known.
    private var clientEnd: PDU.End?
    /// Lengths of units that the stream was cut into.
    var lengths = LengthMarks()
    /// The parts of each segment.
    var findings = FindingStore<Range<Int>>()

    /// Bytes of a unit, and of all units that are held, at most.
    static let (unitLimit, heldLimit) = (1 << 20, 64 << 20)
    /// Parts after which a unit is read again only once it has grown by a quarter: reading it with each part would cost the square
    /// of its length.
    private static let eagerParts = 64

    init(_ reader: UnitReader) {
        self.reader = reader
        unitKind = reader.described.traffic.unit
        states = [ConversationState(kept: KeptValues(names: reader.described.program.keptNames.count))]
    }

    /// What is kept by now.
    var kept: KeptValues { states[states.count - 1].kept }

    fileprivate func isClient(_ end: PDU.End) -> Bool {
        if clientEnd == nil { clientEnd = end }
        return clientEnd == end
    }

    // MARK: The first time

    /// Takes a segment or datagram.
    ///
    /// - Parameters:
    ///   - isWhole: whether it is one unit.
    ///   - each: is told of each part, once its unit was read as far as it is known. The values are in the reader. There is no
    ///     reading where the unit is still too short for another one.
    /// - Returns: the places of its parts.
    func add(
        _ bytes: ArraySlice<UInt8>, from side: Side, in frame: UInt32, isWhole: Bool,
        each: (UnitPart, UnitReading?) -> Void
    ) -> Range<Int> {
        if lastSender != side {
            if unitKind == .turn, let last = lastSender { close(last) }
            lastSender = side
        }
        let first = parts.count
        var rest = bytes
        while !rest.isEmpty {
            let number = open[side] ?? begin(side)
            let earlier = Int(units[Int(number)].length)
            guard isWhole || isWorthReading(number, with: rest.count) else {
                let part = append(rest.count, at: rest.startIndex - bytes.startIndex, to: number, in: frame)
                hold(rest, of: number)
                each(part, nil)
                break
            }
            let all = earlier > 0 ? (held[number] ?? [])[...] + rest : rest
            let reading = read(all, of: number)
            let isEnded =
                isWhole || all.count > Self.unitLimit || heldCount > Self.heldLimit || isComplete(reading, all.count)
            // More units may follow in the segment, unless this one takes all there is.
            let isCut =
                !isWhole && isEnded && reading.failure == nil && !reading.dependsOnEnd && reading.consumed > earlier
            let length = isCut ? reading.consumed - earlier : rest.count
            let part = append(length, at: rest.startIndex - bytes.startIndex, to: number, in: frame)
            readLength[side] = earlier + length
            units[Int(number)].isSound = reading.failure == nil && reading.consumed == Int(units[Int(number)].length)
            pending[side] = reading.kept
            open[side] = number
            if !isEnded || part.place > 0 { hold(rest.prefix(length), of: number) }
            each(part, reading)
            rest = rest.dropFirst(length)
            if isEnded { close(side) }
        }
        return first..<parts.count
    }

    /// Whether reading an open unit again may tell something new, when so many bytes come.
    private func isWorthReading(_ number: Int32, with count: Int) -> Bool {
        let unit = units[Int(number)]
        guard unit.partCount >= Self.eagerParts, let last = readLength[unit.side] else { return true }
        let length = Int(unit.length) + count
        return length >= last + last / 4 || length > Self.unitLimit
    }

    private func append(_ length: Int, at offset: Int, to number: Int32, in frame: UInt32) -> UnitPart {
        let part = UnitPart(
            unit: number, offset: Int32(offset), length: Int32(length), place: units[Int(number)].partCount)
        parts.append(part)
        units[Int(number)].partCount += 1
        units[Int(number)].lastFrame = frame
        units[Int(number)].length += Int32(length)
        return part
    }

    /// Whether nothing that may come can belong to the unit.
    private func isComplete(_ reading: UnitReading, _ count: Int) -> Bool {
        guard reading.failure == nil, unitKind == .turn || unitKind == .connection else { return false }
        if !reading.dependsOnEnd { return reading.consumed > 0 }
        return reading.isProven && !reading.isRefuted && reading.consumed == count
    }

    private func begin(_ side: Side) -> Int32 {
        let types = reader.described.types(of: side)
        let place = min(states[states.count - 1][side], types.count - 1)
        units.append(UnitRecord(type: Int32(types[place]), state: Int32(states.count - 1), side: side))
        return Int32(units.count - 1)
    }

    /// Reads a unit as the type that is next, or as the first of those after it that opens, or at least whose form it has, even
    /// if a check of it fails: a capture may begin anywhere.
    private func read(_ bytes: ArraySlice<UInt8>, of number: Int32) -> UnitReading {
        let unit = units[Int(number)]
        let state = states[Int(unit.state)]
        let all = reader.described.types(of: unit.side)
        let types = all.dropFirst(min(state[unit.side], all.count - 1))
        if let ahead, ahead.side == unit.side, reader.isLast(ahead.reading), ahead.reading.consumed == bytes.count,
            !ahead.reading.dependsOnEnd, !ahead.reading.isMisshapen, !ahead.reading.isRefuted,
            !ahead.reading.isClosed || types.count == 1
        {
            units[Int(number)].type = Int32(ahead.type)
            return ahead.reading
        }
        var formed: Int?
        var spoiled: Int?
        var starved: Int?
        for type in types {
            let reading = reader.read(bytes, as: type, from: unit.side, kept: state.kept)
            let hasForm = reading.failure == nil && !reading.isMisshapen && !reading.isRefuted
            if hasForm, !reading.isClosed || types.count == 1 {
                units[Int(number)].type = Int32(type)
                return reading
            }
            if hasForm { formed = formed ?? type }
            if reading.failure == nil { spoiled = spoiled ?? type }
            if reading.isStarved { starved = starved ?? type }
        }
        // What was changed is told, rather than waited for as if it were the beginning of something longer.
        let type = formed ?? spoiled ?? starved ?? types.first ?? all[0]
        units[Int(number)].type = Int32(type)
        return reader.read(bytes, as: type, from: unit.side, kept: state.kept)
    }

    private func hold(_ bytes: ArraySlice<UInt8>, of number: Int32) {
        held[number, default: []] += bytes
        heldCount += bytes.count
    }

    /// Ends the unit of a side that may go on, so that what it kept counts.
    private func close(_ side: Side) {
        guard let number = open.removeValue(forKey: side) else { return }
        let lastRead = readLength.removeValue(forKey: side) ?? 0
        if lastRead < Int(units[Int(number)].length), let all = held[number] {
            pending[side] = read(all[...], of: number).kept
        }
        units[Int(number)].isClosed = true
        if units[Int(number)].partCount == 1, let dropped = held.removeValue(forKey: number) {
            heldCount -= dropped.count
        }
        let kept = pending.removeValue(forKey: side)
        var state = states[states.count - 1]
        let types = reader.described.types(of: side)
        let reached = (types.firstIndex(of: Int(units[Int(number)].type)) ?? 0)
        let next = min(max(state[side], reached) + 1, types.count - 1)
        guard kept != nil || state[side] != next else { return }
        state[side] = next
        if let kept { state.kept = kept }
        states.append(state)
    }

    // MARK: Again

    /// Reads the unit of a part again, if the part is its last one.
    ///
    /// - Returns: `nil` for a part before that.
    func read(_ part: UnitPart, in bytes: ArraySlice<UInt8>) -> UnitReading? {
        let unit = units[Int(part.unit)]
        guard part.place == unit.partCount - 1 else { return nil }
        let own = bytes.dropFirst(Int(part.offset)).prefix(Int(part.length))
        let all = unit.partCount > 1 ? (held[part.unit] ?? [])[...] : own
        return reader.read(all, as: Int(unit.type), from: unit.side, kept: states[Int(unit.state)].kept)
    }

    /// All bytes of a unit of several parts.
    func bytes(of unit: Int32) -> [UInt8] { held[unit] ?? [] }

    // MARK: Lengths

    /// How many bytes the next unit of a side takes; `nil` while that is not known.
    func length(_ bytes: ArraySlice<UInt8>, from side: Side) -> Int? {
        let types = reader.described.types(of: side)
        let state = states[states.count - 1]
        for type in types.dropFirst(min(state[side], types.count - 1)) {
            let reading = reader.read(bytes, as: type, from: side, kept: state.kept)
            if reading.isStarved { return bytes.count < Self.unitLimit ? nil : bytes.count }
            guard reading.failure == nil else { continue }
            ahead = (reading, type, side)
            return max(reading.consumed, 1)
        }
        return bytes.count
    }
}

extension UnitConversation {
    /// The side that sends a PDU: the server has the port for which the dissector was chosen, or one of the description's. Where
    /// no port tells it, the one that speaks first is the client.
    func side(of pdu: PDU) -> Side {
        if let isFromServer = pdu.isFromServer { return isFromServer ? .server : .client }
        let traffic = reader.described.traffic
        let ports = pdu.transport == .stream ? traffic.tcp : traffic.udp
        let isServer = ports.contains(pdu.source.port)
        if isServer != ports.contains(pdu.destination.port) { return isServer ? .server : .client }
        return isClient(pdu.source) ? .client : .server
    }
}
