// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import KaitaiStruct
import WireSchema

/// Draws the unit that a reader has just read.
struct UnitDrawing {
    let fields: DescribedFields
    let reader: UnitReader
    let side: Side
    /// Where the unit lies: its first byte in a source.
    let source: Source
    let offset: Int
    /// Sources that were added, by the buffer of the evaluation.
    private var sources: [(buffer: Int32, source: Source)] = []
    private var depth = 0
    /// Whether anything was said to be wrong with the unit.
    var hasFailed = false

    /// Levels that are drawn.
    static let depthLimit = 30
    /// Characters of a payload that the Info column shows.
    private static let infoLimit = 200
    /// Sources that a unit may add.
    private static let sourceLimit = 64

    var evaluation: Evaluation { reader.evaluation }
    var program: Program { reader.described.program }

    init(
        _ fields: DescribedFields, reader: UnitReader, from side: Side, in source: Source, at offset: Int
    ) {
        self.fields = fields
        self.reader = reader
        self.side = side
        self.source = source
        self.offset = offset
    }

    /// Draws the unit, of `length` bytes.
    ///
    /// - Parameter isWhole: whether no more bytes can come of it.
    mutating func draw(
        _ reading: UnitReading, type: Int, length: Int, isWhole: Bool, into plan: inout Plan
    ) {
        let hasStructure = evaluation.hasStructures
        hasFailed = reading.failure != nil
        plan.below(fields.units[type], at: (source, offset..<offset + length)) { plan in
            if hasStructure { draw(structure: 0, into: &plan) }
            drawEnd(reading, length: length, isWhole: isWhole, into: &plan)
        }
        if hasStructure { drawInfo(type, into: &plan) }
    }

    private func drawInfo(_ type: Int, into plan: inout Plan) {
        let text = evaluation.text(of: 0)
        let title = fields.units[type] != nil || text == nil ? fields.titles[type] : nil
        let payload = text == nil ? payloadText(of: 0) : nil
        plan.info {
            if let title { $0.write(title) }
            if let said = text ?? payload {
                if title != nil { $0.write(": ") }
                $0.write(said)
            }
        }
    }

    /// The first payload that is text.
    private func payloadText(of structure: Int32, depth: Int = 0) -> String? {
        guard depth < 4 else { return nil }
        let type = evaluation.type(of: structure)
        for slot in program.types[type].members.indices {
            let value = evaluation.value(slot, of: structure)
            if fields.members[type][slot].isPayload, value.isText {
                return (try? evaluation.string(value)).map { String($0.prefix(Self.infoLimit)) }
            }
            if case .structure(let inner) = value, !program.types[type].members[slot].isComputed,
                let found = payloadText(of: inner, depth: depth + 1)
            {
                return found
            }
        }
        return nil
    }

    // MARK: Structures

    mutating func draw(structure: Int32, into plan: inout Plan) {
        guard plan.wantsFields || !fields.isSilent[evaluation.type(of: structure)] else { return }
        guard depth < Self.depthLimit else { return drawTooDeep(into: &plan) }
        depth += 1
        defer { depth -= 1 }
        let number = evaluation.type(of: structure)
        let type = program.types[number]
        for (note, declared) in zip(type.notes, fields.typeNotes[number]) where evaluation.says(note, of: structure) {
            plan.note(declared)
        }
        let members = fields.members[number]
        for slot in fields.shown[number] {
            let known = members[slot]
            if known.isPlain, drawPlain(slot, of: structure, known, into: &plan) { continue }
            if known.isInstance, plan.wantsFields || !known.isPlain,
                let failure = evaluation.compute(slot, of: structure)
            {
                drawInstance(failure, into: &plan)
            }
            if known.isPlain {
                let range: ByteRange? = known.isComputed ? nil : evaluation.range(slot, of: structure)
                draw(evaluation.value(slot, of: structure), at: range, known, isOwn: !known.isComputed, into: &plan)
            } else {
                draw(slot, of: structure, type: number, into: &plan)
            }
        }
    }

    private mutating func draw(
        _ slot: Int, of structure: Int32, type: Int, into plan: inout Plan
    ) {
        let member = program.types[type].members[slot]
        let known = fields.members[type][slot]
        let value = evaluation.value(slot, of: structure)
        let range: ByteRange? = member.isComputed ? nil : evaluation.range(slot, of: structure)
        let raw = member.process != nil ? evaluation.rawBytes(slot, of: structure) : nil
        switch value {
        case .absent: return
        case .unset, .open: if raw == nil { return }
        case .deferred, .sealed, .integer, .large, .float, .boolean, .bytes, .encoded, .string, .enumeration,
            .largeEnumeration, .structure, .array, .stream, .external:
            break
        }
        let isRaw = raw != nil && known.raw != nil
        // What is said of the value stands below its bytes.
        let isBelow = !isRaw && member.hasCheck && value.isBytes
        let heading = isRaw ? known.raw : isBelow ? known.bytes : nil
        let sent = heading == nil ? nil : (range ?? opened(value)).flatMap { place($0, known, into: &plan) }
        plan.below(heading, at: sent) { plan in
            switch value {
            case .array(let array):
                for element in evaluation.elements(of: array) {
                    draw(element.value, at: element.range ?? range, known, isOwn: !member.isComputed, into: &plan)
                }
            case .sealed(let seal): drawClosed(seal, known, into: &plan)
            case .bytes where isBelow: break
            case .bytes, .encoded, .structure, .integer, .large, .float, .boolean, .string, .enumeration,
                .largeEnumeration:
                draw(value, at: isRaw ? opened(value) : range, known, isOwn: !member.isComputed, into: &plan)
            case .unset, .open, .absent, .deferred, .stream, .external: break
            }
            drawOpening(of: value, known, into: &plan)
            drawVerdict(of: slot, in: structure, known, into: &plan)
        }
        for (note, declared) in zip(member.notes, known.notes) where evaluation.says(note, of: structure) {
            plan.note(declared)
        }
        for weakness in known.weaknesses { note(weakness, into: &plan) }
    }

    /// Where a value lies that a process gave.
    private func opened(_ value: Value) -> ByteRange? {
        switch value {
        case .bytes(let range), .encoded(let range, _): range
        case .structure(let number): evaluation.bytes(of: number)
        case .unset, .open, .absent, .integer, .large, .float, .boolean, .string, .enumeration, .largeEnumeration,
            .array,
            .stream, .external, .deferred, .sealed:
            nil
        }
    }

    // MARK: Values

    private mutating func draw(
        _ value: Value, at range: ByteRange?, _ known: MemberFields, isOwn: Bool, into plan: inout Plan
    ) {
        let place = range.flatMap { self.place($0, known, into: &plan) }
        switch value {
        case .structure(let number):
            guard isOwn, let heading = known.heading else { return }
            plan.below(heading, at: place) { plan in
                if plan.wantsFields, let text = evaluation.text(of: number) {
                    plan.label {
                        $0.write(": ")
                        $0.write(text)
                    }
                }
                draw(structure: number, into: &plan)
            }
        case .integer(let number), .enumeration(_, let number):
            known.number.map { plan.add($0, UInt64(bitPattern: number), at: place) }
        case .large(let number), .largeEnumeration(_, let number): known.number.map { plan.add($0, number, at: place) }
        case .float(let number): known.float.map { plan.add($0, number.bitPattern, at: place) }
        case .boolean(let flag): known.flag.map { plan.add($0, flag ? 1 : 0, at: place) }
        case .string, .encoded:
            guard plan.wantsFields, let field = known.text, let text = try? evaluation.string(value) else { return }
            plan.add(field, text, at: place)
        case .bytes(let bytes):
            guard let field = known.bytes else { return }
            // Bytes that a process without a slot of its own gave lie in a source of their own.
            let own = range?.buffer != bytes.buffer || range == nil ? self.place(bytes, known, into: &plan) : place
            if let own { plan.field(field, at: own.range, in: own.source) }
        case .array(let array):
            for element in evaluation.elements(of: array) {
                draw(element.value, at: element.range, known, isOwn: isOwn, into: &plan)
            }
        case .sealed(let seal): drawClosed(seal, known, into: &plan)
        case .unset, .open, .absent, .stream, .external, .deferred: break
        }
        if known.isPayload, let place = opened(value).flatMap({ self.place($0, known, into: &plan) }) {
            plan.follow(place.range, in: place.source, isFromServer: side == .server)
            if let dissector = known.dissector {
                plan.call(named: dissector, place.range, in: place.source)
            } else if let table = fields.payloadTable {
                plan.call(table, place.range, in: place.source)
            }
        }
    }

    /// Where bytes of the evaluation lie in Wireshark. Those that a process made become a source; constants lie nowhere.
    mutating func place(
        _ range: ByteRange, _ known: MemberFields, into plan: inout Plan
    ) -> (source: Source, range: Range<Int>)? {
        guard range.buffer >= 0 else { return nil }
        let (start, end) = (Int(range.start), Int(range.end))
        guard range.buffer > 0 else { return (source, offset + start..<offset + end) }
        if let known = sources.first(where: { $0.buffer == range.buffer }) { return (known.source, start..<end) }
        guard sources.count < Self.sourceLimit else { return nil }
        let name: PermanentText = known.sourceName.isEmpty ? "Computed bytes" : known.sourceName
        let made = plan.source(named: name, evaluation.buffer(range.buffer).rawSpan)
        sources.append((range.buffer, made))
        return (made, start..<end)
    }

    func note(_ note: DescribedNote, into plan: inout Plan) {
        if let declared = fields.notes[note] { plan.note(declared) }
    }

    func note(_ note: DescribedNote, into plan: inout Plan, body: (inout PlanText) -> Void) {
        if let declared = fields.notes[note] { plan.note(declared, body: body) }
    }
}
