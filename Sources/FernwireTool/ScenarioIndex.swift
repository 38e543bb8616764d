// SPDX-License-Identifier: Apache-2.0
import FernwireConsole
import FernwireScenario

/// Lists of the scenarios that have names.
enum ScenarioIndex {
    static func list() {
        let width = (ScenarioLibrary.all.map(\.name.count).max() ?? 0) + 2
        for scenario in ScenarioLibrary.all {
            let name = scenario.name + String(repeating: " ", count: width - scenario.name.count)
            StandardOutput.write(line: name + scenario.summary)
        }
    }

    /// Prints a table that says what to look at in each generated capture.
    static func table() {
        StandardOutput.write(line: "| Capture | What it shows | Display filter |\n|---|---|---|")
        for scenario in ScenarioLibrary.all {
            // A bar would end the cell.
            let filter = scenario.filter.map { "`\(String($0.flatMap { $0 == "|" ? "\\|" : "\($0)" }))`" } ?? ""
            StandardOutput.write(
                line: "| [\(scenario.name)](\(scenario.name).pcapng) | \(scenario.summary) | \(filter) |")
        }
    }
}
