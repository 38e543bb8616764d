// SPDX-License-Identifier: Apache-2.0

/// Values, functions, processes and checks of whoever runs a program. Each is named by its number in ``Program/externals``.
///
/// What throws `.sealed` closes the member that asks for it, and no more.
public protocol ExternalValues: AnyObject {
    /// The value of an external with arguments, which are none for a value such as `keys.server`.
    func value(
        _ external: Int, arguments: [Value], in evaluation: Evaluation
    ) throws(ReadFailure) -> Value
    /// What a process makes of bytes.
    func process(
        _ external: Int, arguments: [Value], bytes: ByteRange, in evaluation: Evaluation
    ) throws(ReadFailure) -> ByteRange
    /// Whether `value` is right. `slot` names the verdict, for what is remembered of it.
    func check(
        _ external: Int, arguments: [Value], value: Value, slot: Int, in evaluation: Evaluation
    ) throws(ReadFailure) -> Bool
    /// Keeps a value for the conversation, under the name with this number.
    func keep(_ value: Value, as name: Int, in evaluation: Evaluation)
    /// Takes back what was kept under a name since reading began, since a check of it failed.
    func takeBack(_ name: Int)
}

/// No externals.
public final class NoExternalValues: ExternalValues {
    public init() {}

    public func value(
        _ external: Int, arguments: [Value], in evaluation: Evaluation
    ) throws(ReadFailure) -> Value {
        throw ReadFailure(.noValue("\(evaluation.program.externals[external].name) has no value here"))
    }

    public func process(
        _ external: Int, arguments: [Value], bytes: ByteRange, in evaluation: Evaluation
    ) throws(ReadFailure) -> ByteRange {
        throw ReadFailure(.process("\(evaluation.program.externals[external].name) cannot be run here"))
    }

    public func check(
        _ external: Int, arguments: [Value], value: Value, slot: Int, in evaluation: Evaluation
    ) throws(ReadFailure) -> Bool {
        throw ReadFailure(.process("\(evaluation.program.externals[external].name) cannot be made here"))
    }

    public func keep(_ value: Value, as name: Int, in evaluation: Evaluation) {}
    public func takeBack(_ name: Int) {}
}
