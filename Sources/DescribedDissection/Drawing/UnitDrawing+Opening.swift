// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import KaitaiStruct

// How bytes were opened, or why not, and what came of checks.
extension UnitDrawing {
    /// Where the key stands that opened a value.
    func drawOpening(
        of value: Value, _ known: MemberFields, into plan: inout Plan
    ) {
        guard let field = known.key else { return }
        let buffer: Int32?
        switch value {
        case .bytes(let range), .encoded(let range, _): buffer = range.buffer
        case .structure(let number): buffer = evaluation.bytes(of: number)?.buffer
        case .unset, .open, .absent, .integer, .large, .float, .boolean, .string, .enumeration, .largeEnumeration,
            .array,
            .stream, .external, .deferred, .sealed:
            buffer = nil
        }
        guard let buffer, let opening = reader.runner.opening(of: buffer) else { return }
        if let weakness = opening.weakness { note(weakness, into: &plan) }
        plan.inferred(field) { $0.write(opening.key) }
        if opening.isFromDescription { note(.keyInDescription, into: &plan) }
    }

    func drawClosed(_ seal: Seal, _ known: MemberFields, into plan: inout Plan) {
        if let field = known.closed { plan.inferred(field) { write(seal, to: &$0) } }
        switch seal {
        case .noKey: note(.noKey, into: &plan)
        case .noFit: note(.noFittingKey, into: &plan)
        case .notKept: note(.notKept, into: &plan)
        case .form: note(.form, into: &plan)
        case .limit: note(.limit, into: &plan)
        // The note stands at the check.
        case .check: break
        }
    }

    func drawVerdict(of slot: Int, in structure: Int32, _ known: MemberFields, into plan: inout Plan) {
        guard let verdict = evaluation.verdict(slot, of: structure), let field = known.check else { return }
        switch verdict.value {
        case .boolean(let holds):
            plan.inferred(field) { $0.write(holds ? "valid" : "not valid") }
            if !holds { note(.checkFailed, into: &plan) }
            guard let made = reader.runner.verdict(at: verdict.slot) else { return }
            if let weakness = made.weakness { note(weakness, into: &plan) }
            if !made.key.isEmpty, let field = known.checkKey { plan.inferred(field) { $0.write(made.key) } }
        case .sealed(let seal):
            plan.inferred(field) {
                $0.write("not checked: ")
                write(seal, to: &$0)
            }
            note(.unchecked, into: &plan)
        case .unset, .open, .absent, .integer, .large, .float, .bytes, .string, .encoded, .enumeration,
            .largeEnumeration,
            .structure, .array, .stream, .external, .deferred:
            break
        }
    }

    private func write(_ seal: Seal, to text: inout PlanText) {
        text.write(SealText.text(seal, in: program))
    }
}

extension Value {
    var isText: Bool {
        switch self {
        case .encoded, .string: true
        case .unset, .open, .absent, .integer, .large, .float, .boolean, .bytes, .enumeration, .largeEnumeration,
            .structure,
            .array, .stream, .external, .deferred, .sealed:
            false
        }
    }

    var isBytes: Bool {
        if case .bytes = self { true } else { false }
    }
}

/// Seals in words.
enum SealText {
    static func text(_ seal: Seal, in program: Program) -> String {
        switch seal {
        case .noKey(let external) where external >= 0:
            "there is no key that can be \(program.externals[Int(external)].name)"
        case .noKey: "there is no key"
        case .noFit(1): "the key does not fit, or it was changed"
        case .noFit(let count): "none of \(count) keys fits, or it was changed"
        case .notKept(let external): "\(program.externals[Int(external)].name) is not known by then"
        case .form: "the bytes do not have the form that the process takes"
        case .limit: "a limit was reached"
        case .check: "the check fails that covers it"
        }
    }
}
