// SPDX-License-Identifier: Apache-2.0
import KaitaiStruct

/// What came of reading a unit. The values are in the reader's evaluation, until it reads another one.
struct UnitReading {
    /// Why the unit does not have the form of its type; `nil` if it does.
    let failure: ReadFailure?
    /// Bytes that the type took.
    let consumed: Int
    /// Whether more bytes may help.
    let isStarved: Bool
    /// Whether more bytes would have given something else.
    let dependsOnEnd: Bool
    /// Whether a check, or a process that checks by itself, holds.
    let isProven: Bool
    /// Whether a check fails.
    let isRefuted: Bool
    /// Whether bytes did not have the form that their process takes.
    let isMisshapen: Bool
    /// Whether bytes stayed closed.
    let isClosed: Bool
    /// What is kept once the unit is complete; `nil` if it kept nothing.
    let kept: KeptValues?
    /// Tells this reading from all others of the reader.
    let number: Int
}

/// Reads units of one description, one at a time.
final class UnitReader {
    let described: DescribedProtocol
    let evaluation: Evaluation
    let runner: OperationRunner
    let memory = OperationMemory()
    /// How many units were read.
    private var count = 0

    init(_ described: DescribedProtocol, keys: KeyCollection, budget: Budget) {
        self.described = described
        runner = OperationRunner(described.program, names: described.names, keys: keys, memory: memory)
        evaluation = Evaluation(described.program, externals: runner, budget: budget)
    }

    /// Whether the values of a reading are still in the evaluation.
    func isLast(_ reading: UnitReading) -> Bool { reading.number == count }

    /// Reads bytes as a unit of a type.
    func read(_ bytes: ArraySlice<UInt8>, as type: Int, from sender: Side, kept: KeptValues) -> UnitReading {
        count += 1
        runner.begin(sender, kept: kept)
        var failure: ReadFailure?
        do throws(ReadFailure) {
            try evaluation.read(bytes, as: type)
        } catch {
            failure = error
        }
        let isProven =
            runner.openings.contains { $0.isAuthenticated } || runner.verdicts.contains { $0.holds }
        return UnitReading(
            failure: failure, consumed: min(evaluation.consumed, bytes.count),
            isStarved: failure != nil && evaluation.isStarved,
            dependsOnEnd: evaluation.dependsOnEnd, isProven: isProven,
            isRefuted: runner.verdicts.contains { !$0.holds }, isMisshapen: runner.seals.contains(.form),
            isClosed: !runner.seals.isEmpty, kept: runner.changes > 0 ? runner.kept : nil,
            number: count)
    }
}
