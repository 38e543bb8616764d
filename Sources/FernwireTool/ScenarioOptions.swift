// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FernwireCommand
import FernwireScenario
import FernwireSession

/// What is said, and what goes wrong.
struct ScenarioOptions: ParsableArguments {
    @Option(help: ArgumentHelp("What is said: a name that --list shows, or a file in YAML.", valueName: "name or file"))
    var scenario = "badge-fernet"

    @Option(help: ArgumentHelp("Speak this suite, not the scenario's own.", valueName: "name"))
    var suite: String?

    @Option(help: ArgumentHelp("What goes wrong: \(faultNames).", valueName: "name"))
    var fault: String?

    private static var faultNames: String { Fault.allCases.map(\.rawValue).joined(separator: ", ") }

    func validate() throws {
        if let fault, Fault(rawValue: fault) == nil {
            throw ValidationError("There is no fault \(fault); there are: \(Self.faultNames).")
        }
        if let suite, SuiteRegistry.standard.suite(named: suite) == nil {
            throw ValidationError("There is no suite \(suite); fernwire suites says what there is.")
        }
    }

    /// The scenario as all of the options have it.
    func chosen() throws(CommandError) -> Scenario {
        var chosen = try ScenarioReading.scenario(scenario)
        if let suite { chosen.suite = suite }
        return fault.flatMap { Fault(rawValue: $0) }.map { chosen.with($0) } ?? chosen
    }
}
