// SPDX-License-Identifier: Apache-2.0
package import FernwireScenario

/// Scenarios by name, or from files.
package enum ScenarioReading {
    /// - Parameter name: one of the library's, or a path, which has a dot or a slash.
    package static func scenario(_ name: String) throws(CommandError) -> Scenario {
        if let known = ScenarioLibrary.scenario(named: name) { return known }
        guard name.contains(where: { $0 == "/" || $0 == "." }) else {
            throw CommandError(
                "there is no scenario \(name); fernwire generate --list shows what there is, and a file has a . or /")
        }
        let text = try FileAccess.read(name)
        do {
            return try ScenarioFile.read(String(decoding: text, as: UTF8.self))
        } catch {
            throw CommandError("\(name): \(error)")
        }
    }
}
