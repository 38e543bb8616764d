// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FernwireConsole
import FernwireScenario
import FernwireSession

/// The scenario that is played, and its fault.
struct ScenarioOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The scenario: a name that --list shows, or a YAML file.", valueName: "name or file"))
    var scenario = "badge-fernet"

    @OptionGroup var change: ScenarioChange

    /// The fault that was named; `nil` for none.
    var chosenFault: Fault? { change.chosenFault }

    /// Returns the scenario as all of the options have it.
    func chosen() throws(CommandError) -> Scenario { try change.chosen(scenario) }
}

/// What is changed in a scenario: its suite, and what goes wrong.
struct ScenarioChange: ParsableArguments {
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

    /// The fault that was named; `nil` for none.
    var chosenFault: Fault? { fault.flatMap { Fault.named($0) } }

    /// Returns the scenario of this name, or of the file at this path, as the options have it.
    func chosen(_ scenario: String) throws(CommandError) -> Scenario {
        var chosen = try ScenarioReading.scenario(scenario)
        // A fault alone brings a suite in which it shows.
        let own = chosenFault?.suite ?? chosen.suite
        chosen.suite = suite.flatMap { $0 == ExtcapInterface.none ? nil : $0 } ?? own
        guard let fault = chosenFault else { return chosen }
        guard let suite = SuiteRegistry.standard.suite(named: chosen.suite), fault.isPossible(in: suite) else {
            throw CommandError("the suite \(chosen.suite) has nothing that \(fault) could happen to")
        }
        return chosen.with(fault)
    }
}

extension Scenario {
    /// Throws unless a capture of the scenario has an answer key: a key file that opens it.
    func checkHasAnswerKey() throws(CommandError) {
        guard suite != "\(CipherSuite.plaintext.name)" else {
            throw CommandError("the suite plaintext has no keys, so an exercise with it would have no answer key")
        }
        guard hooks.keysFit else {
            throw CommandError("with the fault \(fault?.name ?? "") the answer key would not decrypt the exercise")
        }
    }
}
