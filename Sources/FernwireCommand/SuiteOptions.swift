// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FernwireSession

/// Which suites are spoken; the same on server and client.
struct SuiteOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Cipher suite: \(names(secure: true)). May be given several times, preferred first. (default: all that the keys allow)",
            valueName: "name"))
    var suite: [String] = []

    @Option(
        help: ArgumentHelp(
            "Speak this suite alone, though it is not secure: \(names(secure: false)).", valueName: "name"))
    var insecure: String?

    private static func names(secure: Bool) -> String {
        SuiteRegistry.standard.suites.filter { $0.isSecure == secure }.map { $0.name.description }
            .joined(separator: ", ")
    }

    func validate() throws {
        if insecure != nil, !suite.isEmpty {
            throw ValidationError("--insecure offers one suite alone; --suite has no place beside it.")
        }
        for name in suite + [insecure].compactMap({ $0 }) {
            guard let found = SuiteRegistry.standard.suite(named: name) else {
                throw ValidationError(
                    "There is no suite \(name); there are: \(Self.names(secure: true)), and with --insecure \(Self.names(secure: false))."
                )
            }
            if let warning = found.warning, insecure == nil {
                throw ValidationError("The suite \(name) \(warning). --insecure \(name) speaks it all the same.")
            }
            if found.isSecure, insecure != nil {
                throw ValidationError("The suite \(name) needs no --insecure; --suite \(name) speaks it.")
            }
        }
    }

    /// The suites that were named; empty when none was. Says why one is not secure.
    func named() -> [any CipherSuite.Type] {
        let found = (suite + [insecure].compactMap { $0 }).compactMap { SuiteRegistry.standard.suite(named: $0) }
        for suite in found {
            guard let warning = suite.warning else { continue }
            StandardOutput.write(errorLine: "warning: the suite \(suite.name) \(warning)")
        }
        return found
    }

    /// Those suites of `configuration` that are spoken: the ones that were named, each of which must be usable, or all
    /// secure ones.
    func apply(to configuration: inout SessionConfiguration) throws(CommandError) {
        let named = named()
        guard !named.isEmpty else {
            configuration.suites.removeAll { !$0.isSecure }
            return
        }
        configuration.suites = named
        let usable = configuration.usableSuites
        for suite in named where !usable.contains(where: { $0.id == suite.id }) {
            guard suite.isUsable(by: configuration.role, with: configuration.credentials) else {
                throw CommandError(
                    "the suite \(suite.name) needs a key: --key FILE (fernwire keygen \(suite.keygenName) makes one)")
            }
            throw CommandError("the suite \(suite.name) does not prove the key that the other side must have")
        }
    }
}
