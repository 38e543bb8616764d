// SPDX-License-Identifier: Apache-2.0
import FernwireSession

extension Scenario {
    /// The scenario as a file has it.
    public var yaml: String {
        var lines = ["name: \(quoted(name))", "summary: \(quoted(summary))", "suite: \(suite)", "steps:"]
        if steps.isEmpty { lines[3] += " []" }
        for step in steps {
            lines.append("  - from: \(step.from.sender)")
            switch step.action {
            case .text(let text): lines.append("    text: \(quoted(text))")
            case .json(let text): lines.append("    json: \(quoted(text))")
            case .file(let name, let mediaType, let data):
                lines.append("    file: \(quoted(name))")
                lines.append("    media-type: \(quoted(mediaType))")
                lines.append("    content: \(quoted(String(decoding: data, as: UTF8.self)))")
            case .rekey: lines.append("    rekey: true")
            }
            lines.append("    pause: \(step.pause)")
            if let fault = step.fault { lines.append("    fault: \(fault.rawValue)") }
            if let comment = step.comment { lines.append("    comment: \(quoted(comment))") }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A double-quoted scalar.
    private func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\t": quoted += "\\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                quoted += "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
