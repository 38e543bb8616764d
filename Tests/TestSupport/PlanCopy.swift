// SPDX-License-Identifier: Apache-2.0
package import DissectorKit

/// What a plan holds, to be looked at after the plan is gone.
package struct PlanCopy: Sendable {
    package let steps: [dk_step]
    package let texts: [[UInt8]]

    package init(_ plan: borrowing Plan) {
        var steps: [dk_step] = []
        var texts: [[UInt8]] = []
        for index in 0..<plan.stepCount {
            let step = plan.step(index)
            steps.append(step)
            texts.append(plan.text(of: step))
        }
        self.steps = steps
        self.texts = texts
    }

    /// The texts of all steps of `kind`.
    package func texts(of kind: PlanStepKind) -> [String] {
        zip(steps, texts).filter { $0.0.kind == kind }.map { String(decoding: $0.1, as: UTF8.self) }
    }
}
