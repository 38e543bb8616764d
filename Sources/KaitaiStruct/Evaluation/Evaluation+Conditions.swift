// SPDX-License-Identifier: Apache-2.0

// Conditions of values: `valid` and `contents`.
extension Evaluation {
    func check(
        _ value: Value, of member: Member, range: ByteRange?, in surroundings: inout Surroundings
    ) throws(ReadFailure) {
        for condition in member.conditions {
            if let reason = try violation(of: condition, by: value, &surroundings) {
                throw ReadFailure(reason, range: range)
            }
        }
    }

    private func violation(
        of condition: Condition, by value: Value, _ surroundings: inout Surroundings
    ) throws(ReadFailure) -> ReadFailure.Reason? {
        switch condition {
        case .equal(let node): return try isEqual(value, try evaluate(node, in: surroundings)) ? nil : .notEqual
        case .least(let node):
            return try compare(value, by: .less, with: try evaluate(node, in: surroundings)) ? .tooSmall : nil
        case .most(let node):
            return try compare(value, by: .greater, with: try evaluate(node, in: surroundings)) ? .tooLarge : nil
        case .anyOf(let nodes):
            for node in nodes where try isEqual(value, try evaluate(node, in: surroundings)) { return nil }
            return .notAnyOf
        case .inEnumeration(let number):
            guard let whole = value.wholeNumber, program.enumerations[number].name(of: whole) != nil else {
                return .notInEnumeration
            }
            return nil
        case .expression(let node):
            surroundings.element = value
            return try boolean(node, in: surroundings) ? nil : .notValid
        }
    }
}
