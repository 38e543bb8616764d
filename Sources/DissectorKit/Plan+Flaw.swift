// SPDX-License-Identifier: Apache-2.0

// What a test asks of a plan, and the fuzzer of every plan.

extension Plan {
    /// What is wrong with the plan, as a sentence for whoever writes the dissector; `nil` if nothing is.
    ///
    /// The host draws any plan, and shows what lies outside of its data source as malformed. A test asks here, so that only
    /// what the capture cut is shown so.
    ///
    /// - Parameter reportedLength: bytes of the PDU on the wire, which its fields may lie in.
    public func flaw(reportedLength: Int) -> String? {
        var lengths = [reportedLength]
        var depth = 0
        for index in 0..<stepCount {
            let step = step(index)
            let end = Int(step.offset) + Int(step.length)
            switch step.kind {
            case .subtree, .protocol: depth += 1
            case .end: depth -= 1
            case .source: lengths.append(Int(step.text_length))
            case .field, .number, .string, .inferredNumber, .inferredString: break
            case .follow, .chunk, .call, .callName, .exclude: break
            case .label, .note, .info, .object, .objectName, .objectType, .tick, .response: continue
            }
            guard depth >= 0 else { return "step \(index) ends a subtree that none began" }
            guard step.kind != .end, step.kind != .source else { continue }
            guard Int(step.source) < lengths.count else {
                return "step \(index) lies in data source \(step.source), which the plan does not have"
            }
            let length = lengths[Int(step.source)]
            guard end <= length else {
                return "step \(index) ends at byte \(end) of a data source of \(length) bytes"
            }
        }
        return depth == 0 ? nil : "\(depth) subtrees were not ended"
    }
}
