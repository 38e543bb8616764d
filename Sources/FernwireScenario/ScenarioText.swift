// SPDX-License-Identifier: Apache-2.0
import FernwireSession

extension Scenario {
    /// The scenario in YAML, as ``ScenarioFile`` reads it.
    public var yaml: String {
        var lines = ["name: \(quoted(name))", "summary: \(quoted(summary))", "suite: \(suite)"]
        if network != .ipv4 { lines.append("network: \(network.rawValue)") }
        if clients != 1 { lines.append("clients: \(clients)") }
        if let fault { lines.append("fault: \(fault.name)") }
        if let filter { lines.append("filter: \(quoted(filter))") }
        lines.append(steps.isEmpty ? "steps: []" : "steps:")
        for step in steps {
            lines.append("  - from: \(step.from.sender)")
            switch step.action {
            case .text(let text): lines.append("    text: \(quoted(text))")
            case .json(let text): lines.append("    json: \(quoted(text))")
            case .file(let name, let mediaType, let content):
                lines.append("    file: \(quoted(name))")
                lines.append("    media-type: \(quoted(mediaType))")
                switch content {
                case .text(let text): lines.append("    content: \(quoted(text))")
                case .lines(let size): lines.append("    size: \(size)")
                }
            case .rekey: lines.append("    rekey: true")
            }
            if step.isReply { lines.append("    reply: true") }
            lines.append("    pause: \(step.pause)")
            if let fault = step.fault {
                lines.append("    fault: \(fault.fault.name)")
                if let field = fault.field { lines.append("    field: \(field)") }
            }
            if let comment = step.comment { lines.append("    comment: \(quoted(comment))") }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Returns a text as a double-quoted scalar of YAML.
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
