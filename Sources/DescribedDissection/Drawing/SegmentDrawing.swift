// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import KaitaiStruct
import WireSchema

/// Draws the parts of a segment or datagram.
struct SegmentDrawing {
    let fields: DescribedFields
    let reader: UnitReader
    let conversation: UnitConversation
    let pdu: PDU
    /// Whether no more bytes can come of a unit that ends with the segment.
    let isWhole: Bool
    private var isFirst = true

    init(
        fields: DescribedFields, reader: UnitReader, conversation: UnitConversation, pdu: PDU, isWhole: Bool
    ) {
        self.fields = fields
        self.reader = reader
        self.conversation = conversation
        self.pdu = pdu
        self.isWhole = isWhole
    }

    /// Draws a part whose unit was read.
    mutating func draw(_ part: UnitPart, _ reading: UnitReading, into plan: inout Plan) {
        separate(into: &plan)
        let unit = conversation.units[Int(part.unit)]
        plan.inferred(fields.side) { $0.write(unit.side == .client ? "client" : "server") }
        var source = Source.pdu
        var (offset, length) = (Int(part.offset), Int(part.length))
        if part.place > 0 {
            let all = conversation.bytes(of: part.unit)
            source = plan.source(named: "Reassembled message", all.rawSpan)
            if reader.described.hasTokens { plan.exclude(fromSearch: 0..<all.count, in: source) }
            (offset, length) = (0, all.count)
        }
        var drawing = UnitDrawing(fields, reader: reader, from: unit.side, in: source, at: offset)
        drawing.draw(reading, type: Int(unit.type), length: length, isWhole: isWhole, into: &plan)
    }

    /// Whether nothing of the unit is asked for but the title of its type, so that it need not be read again.
    func hasOnlyTitle(_ part: UnitPart, _ plan: borrowing Plan) -> Bool {
        let unit = conversation.units[Int(part.unit)]
        return !plan.wantsFields && plan.listeners.isEmpty && unit.isSound && part.place == unit.partCount - 1
            && fields.isSilent[Int(unit.type)] && !reader.evaluation.program.types[Int(unit.type)].saysText
    }

    mutating func drawTitle(_ part: UnitPart, into plan: inout Plan) {
        separate(into: &plan)
        let title = fields.titles[Int(conversation.units[Int(part.unit)].type)]
        plan.info { $0.write(title) }
    }

    /// Draws a part whose unit goes on in a later frame.
    mutating func drawContinued(_ part: UnitPart, into plan: inout Plan) {
        separate(into: &plan)
        let unit = conversation.units[Int(part.unit)]
        plan.inferred(fields.side) { $0.write(unit.side == .client ? "client" : "server") }
        if unit.lastFrame != pdu.frame { plan.inferred(fields.completedIn, UInt64(unit.lastFrame)) }
        plan.info { $0.write("Part of a message") }
    }

    private mutating func separate(into plan: inout Plan) {
        if !isFirst { plan.info { $0.write(", ") } }
        isFirst = false
    }
}
