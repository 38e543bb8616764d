// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import KaitaiStruct

// What is wrong with units, said once for each.
extension UnitDrawing {
    /// What is wrong with the unit as a whole.
    func drawEnd(_ reading: UnitReading, length: Int, isWhole: Bool, into plan: inout Plan) {
        if let failure = reading.failure {
            if isWhole || !reading.isStarved || failure.isOfBudget { draw(failure, into: &plan) }
        } else if reading.consumed < length {
            note(.trailing, into: &plan)
        }
    }

    /// Why an instance has no value, unless that follows from what is wrong with the unit.
    mutating func drawInstance(_ failure: ReadFailure, into plan: inout Plan) {
        if case .sealed = failure.reason { return }
        guard !hasFailed else { return }
        hasFailed = true
        draw(failure, into: &plan)
    }

    mutating func drawTooDeep(into plan: inout Plan) {
        guard !hasFailed else { return }
        hasFailed = true
        note(.limit, into: &plan) { $0.write("More than \(Self.depthLimit) levels are nested: the rest is not shown") }
    }

    private func draw(_ failure: ReadFailure, into plan: inout Plan) {
        guard !failure.isOfBudget else { return note(.limit, into: &plan) { $0.write(failure.message) } }
        note(.malformed, into: &plan) {
            if !failure.member.isEmpty {
                $0.write(failure.member)
                $0.write(": ")
            }
            $0.write(failure.message)
        }
    }
}

extension ReadFailure {
    fileprivate var isOfBudget: Bool {
        if case .budget = reason { true } else { false }
    }
}
