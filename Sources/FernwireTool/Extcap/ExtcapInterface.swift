// SPDX-License-Identifier: Apache-2.0
import FernwireScenario
import FernwireSession

/// What Wireshark asks an extcap program: sentences of keyword and values in braces.
enum ExtcapInterface {
    static let name = "fernwire"
    /// In the place of an option that is not given: Wireshark leaves no choice of a list empty.
    static let none = "none"

    static func list(_ version: String) -> String {
        """
        extcap {version=\(version)}{display=Fernwire}
        interface {value=\(name)}{display=Fernwire sample sessions}
        """
    }

    static let linkTypes = "dlt {number=1}{name=EN10MB}{display=Ethernet}"

    /// The options dialog.
    static var options: String {
        var lines = [
            argument(0, "scenario", "Scenario", "selector", "What client and server say to each other"),
            argument(1, "suite", "Cipher suite", "selector", "How they protect it"),
            argument(
                2, "rate", "Messages a second", "double", "How fast it goes on", "{range=0.01,1000}{default=1.0}"),
            argument(3, "seed", "Seed", "unsigned", "The same seed gives the same random numbers", "{default=1}"),
            argument(4, "fault", "Fault", "selector", "What goes wrong, and what Wireshark says of it"),
            argument(
                5, "sessions", "Sessions (0: endless)", "unsigned",
                "How many times the scenario is played; 0 for as long as the capture runs",
                "{default=0}"),
            argument(
                6, "no-secrets", "Without keys", "boolflag",
                "Leave the keys out of the capture; a key file with the samples still decrypts it",
                "{default=false}"),
        ]
        lines += ScenarioLibrary.all.filter { !$0.hasFault }.map {
            value(0, $0.name, $0.name, isDefault: $0.name == "badge-fernet")
        }
        lines.append(value(1, none, "the scenario's own", isDefault: true))
        lines += SuiteRegistry.standard.suites.map { value(1, $0.name.description, $0.name.description) }
        lines.append(value(4, none, "nothing goes wrong", isDefault: true))
        lines += Fault.allCases.map { value(4, $0.rawValue, $0.rawValue) }
        return lines.joined(separator: "\n")
    }

    private static func argument(
        _ number: Int, _ option: String, _ display: String, _ type: String, _ tooltip: String, _ rest: String = ""
    ) -> String {
        "arg {number=\(number)}{call=--\(option)}{display=\(display)}{type=\(type)}{tooltip=\(tooltip)}\(rest)"
    }

    private static func value(_ argument: Int, _ value: String, _ display: String, isDefault: Bool = false) -> String {
        "value {arg=\(argument)}{value=\(value)}{display=\(display)}{default=\(isDefault)}"
    }
}

extension Scenario {
    var hasFault: Bool { fault != nil || steps.contains { $0.fault != nil } }
}
