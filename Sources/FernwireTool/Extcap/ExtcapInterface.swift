// SPDX-License-Identifier: Apache-2.0
import FernwireScenario
import FernwireSession

/// What Wireshark asks an extcap program: sentences of keyword and values in braces.
enum ExtcapInterface {
    static let name = "fernwire"
    /// What Wireshark gives for an option that the user leaves out: it leaves no choice of a list empty.
    static let none = "none"

    static func list(_ version: String) -> String {
        """
        extcap {version=\(version)}{display=Fernwire}
        interface {value=\(name)}{display=Fernwire sample sessions}
        """
    }

    static let linkTypes = "dlt {number=1}{name=EN10MB}{display=Ethernet}"

    /// The options of the dialog, which refer to each other by number.
    private enum Argument: Int {
        case scenario, suite, rate, seed, fault, sessions, withoutKeys
    }

    /// The options dialog.
    static var options: String {
        var lines = [
            argument(
                .scenario, "scenario", display: "Scenario", type: "selector",
                tooltip: "What client and server say to each other"),
            argument(.suite, "suite", display: "Cipher suite", type: "selector", tooltip: "How they protect it"),
            argument(
                .rate, "rate", display: "Messages a second", type: "double", tooltip: "How fast it goes on",
                more: "{range=0.01,1000}{default=1.0}"),
            argument(
                .seed, "seed", display: "Seed", type: "unsigned",
                tooltip: "The same seed gives the same random numbers", more: "{default=1}"),
            argument(
                .fault, "fault", display: "Fault", type: "selector",
                tooltip: "What goes wrong, and what Wireshark says of it"),
            argument(
                .sessions, "sessions", display: "Sessions (0: endless)", type: "unsigned",
                tooltip: "How many times the scenario is played; 0 for as long as the capture runs",
                more: "{default=0}"),
            argument(
                .withoutKeys, "no-secrets", display: "Without keys", type: "boolflag",
                tooltip: "Leave the keys out of the capture; a key file with the samples still decrypts it",
                more: "{default=false}"),
        ]
        lines += ScenarioLibrary.all.filter { !$0.hasFault }.map {
            value($0.name, of: .scenario, isDefault: $0.name == "badge-fernet")
        }
        lines.append(value(none, of: .suite, display: "the scenario's own", isDefault: true))
        lines += SuiteRegistry.standard.suites.map { value($0.name.description, of: .suite) }
        lines.append(value(none, of: .fault, display: "nothing goes wrong", isDefault: true))
        lines += Fault.all.map { value($0.name, of: .fault) }
        return lines.joined(separator: "\n")
    }

    private static func argument(
        _ argument: Argument, _ option: String, display: String, type: String, tooltip: String, more: String = ""
    ) -> String {
        "arg {number=\(argument.rawValue)}{call=--\(option)}{display=\(display)}{type=\(type)}{tooltip=\(tooltip)}"
            + more
    }

    private static func value(
        _ value: String, of argument: Argument, display: String? = nil, isDefault: Bool = false
    ) -> String {
        "value {arg=\(argument.rawValue)}{value=\(value)}{display=\(display ?? value)}{default=\(isDefault)}"
    }
}

extension Scenario {
    var hasFault: Bool { fault != nil || steps.contains { $0.fault != nil } }
}
