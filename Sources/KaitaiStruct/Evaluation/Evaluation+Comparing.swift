// SPDX-License-Identifier: Apache-2.0

// How values compare.
extension Evaluation {
    func isEqual(_ left: Value, _ right: Value) throws(ReadFailure) -> Bool {
        try compare(left, by: .equal, with: right)
    }

    func compare(
        _ left: Value, by comparison: ComparisonOperator, with right: Value
    ) throws(ReadFailure) -> Bool {
        if let one = left.wholeNumber, let two = right.wholeNumber {
            return comparison.holds(isLess: one < two, isEqual: one == two)
        }
        switch (left, right) {
        case (.boolean(let one), .boolean(let two)): return comparison.holds(isLess: !one && two, isEqual: one == two)
        case (.bytes(let one), .bytes(let two)):
            try look(at: min(one.count, two.count))
            let (first, second) = (bytes(one), bytes(two))
            return comparison.holds(isLess: first.lexicographicallyPrecedes(second), isEqual: first == second)
        case (.float, _), (_, .float):
            guard let one = left.double, let two = right.double else { break }
            return comparison.holds(isLess: one < two, isEqual: one == two)
        case (.string, _), (.encoded, _):
            let (one, two) = (try string(left), try string(right))
            return comparison.holds(
                isLess: one.unicodeScalars.lexicographicallyPrecedes(two.unicodeScalars),
                isEqual: one.unicodeScalars.elementsEqual(two.unicodeScalars))
        case (.array(let one), .array(let two)):
            let (first, second) = (arrays[Int(one)], arrays[Int(two)])
            try look(at: min(first.count, second.count))
            var isEqual = first.count == second.count
            for (left, right) in zip(first, second) where isEqual { isEqual = try self.isEqual(left, right) }
            return comparison.holds(isLess: false, isEqual: isEqual)
        case (.absent, let other), (let other, .absent):
            guard case .absent = other else { return comparison.holds(isLess: false, isEqual: false) }
            return comparison.holds(isLess: false, isEqual: true)
        default: break
        }
        throw ReadFailure(.noValue("these values cannot be compared"))
    }
}

extension Value {
    /// The number as a floating-point number.
    var double: Double? {
        if case .float(let value) = self { return value }
        return wholeNumber.map { Double($0) }
    }
}
