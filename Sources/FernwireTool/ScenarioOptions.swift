// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FernwireConsole
import FernwireScenario
import FernwireSession

/// What is said, and what goes wrong.
struct ScenarioOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The scenario: a name that --list shows, or a YAML file.", valueName: "name or file"))
    var scenario = "badge-fernet"

    @Option(help: ArgumentHelp("The cipher suite, instead of the scenario's.", valueName: "name"))
    var suite: String?

    @Option(help: ArgumentHelp("What goes wrong: \(faultNames).", valueName: "name"))
    var fault: String?

    private static var faultNames: String { Fault.all.map(\.name).joined(separator: ", ") }

    func validate() throws {
        if let fault, fault != ExtcapInterface.none, Fault.named(fault) == nil {
            throw ValidationError("There is no fault \(fault); there are: \(Self.faultNames).")
        }
        if let suite, suite != ExtcapInterface.none, SuiteRegistry.standard.suite(named: suite) == nil {
            throw ValidationError("There is no suite \(suite); fernwire suites lists them.")
        }
    }

    /// What goes wrong, if it does.
    var chosenFault: Fault? { fault.flatMap { Fault.named($0) } }

    /// The scenario as all of the options have it.
    func chosen() throws(CommandError) -> Scenario {
        var chosen = try ScenarioReading.scenario(scenario)
        // A fault alone brings a suite that shows it.
        let own = chosenFault?.suite ?? chosen.suite
        chosen.suite = suite.flatMap { $0 == ExtcapInterface.none ? nil : $0 } ?? own
        guard let fault = chosenFault else { return chosen }
        guard let suite = SuiteRegistry.standard.suite(named: chosen.suite), fault.isPossible(in: suite) else {
            throw CommandError("the suite \(chosen.suite) has nothing that \(fault) could happen to")
        }
        return chosen.with(fault)
    }
}
