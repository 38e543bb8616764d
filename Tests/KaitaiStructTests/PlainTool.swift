// SPDX-License-Identifier: Apache-2.0
import KaitaiStruct
import YAML

/// A tool with processes of any name, which change nothing, and checks of any name, which all hold or all fail.
final class PlainTool: ExternalNames, ExternalValues {
    private let holds: Bool

    init(holds: Bool) {
        self.holds = holds
    }

    func take(_ extensions: [YAMLNode.Entry], in file: String, _ diagnostics: Diagnostics) {}
    func value(_ path: [String]) -> DataType? { nil }
    func function(_ name: String, arguments: [ExternalArgument]) throws(ExternalError) -> DataType? { nil }
    func process(_ path: [String], arguments: [ExternalArgument]) throws(ExternalError) -> Bool { true }
    func check(_ path: [String], arguments: [ExternalArgument]) throws(ExternalError) -> Bool { true }

    func value(_ external: Int, arguments: [Value], in evaluation: Evaluation) throws(ReadFailure) -> Value {
        throw ReadFailure(.noValue("there are only processes and checks"))
    }

    func process(
        _ external: Int, arguments: [Value], bytes: ByteRange, in evaluation: Evaluation
    ) throws(ReadFailure) -> ByteRange { bytes }

    func check(
        _ external: Int, arguments: [Value], value: Value, slot: Int, in evaluation: Evaluation
    ) throws(ReadFailure) -> Bool { holds }

    func keep(_ value: Value, as name: Int, in evaluation: Evaluation) {}
    func takeBack(_ name: Int) {}
}
