// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import KaitaiStruct
import WireSchema

// Values that are drawn in few steps: most of a message is such.
extension UnitDrawing {
    /// Draws an integer or an ASCII text that was read from the unit itself; `false` for any other value.
    func drawPlain(_ slot: Int, of structure: Int32, _ known: MemberFields, into plan: inout Plan) -> Bool {
        let range = evaluation.range(slot, of: structure)
        guard range.buffer == 0, range.count > 0 else { return false }
        let place = offset + Int(range.start)..<offset + Int(range.end)
        switch evaluation.value(slot, of: structure) {
        case .integer(let value), .enumeration(_, let value):
            guard let field = known.number else { return false }
            plan.number(field, UInt64(bitPattern: value), at: place, in: source)
            return true
        case .encoded(let text, let encoding):
            guard plan.wantsFields, !known.isPayload, let field = known.text, evaluation.isASCII(text, encoding) else {
                return false
            }
            let bytes = evaluation.buffer(text.buffer)
            plan.string(field, at: place, in: source) {
                $0.write(bytes.rawSpan.extracting(Int(text.start)..<Int(text.end)))
            }
            return true
        case .unset, .open, .absent, .large, .float, .boolean, .bytes, .string, .largeEnumeration, .structure, .array,
            .stream, .external, .deferred, .sealed:
            return false
        }
    }
}
