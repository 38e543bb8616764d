// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FernwireConsole
import FernwireSession

/// Which suites are spoken; the same on server and client.
struct SuiteOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Cipher suite: \(names(secure: true)). May be given several times, a client's preferred one first; a server takes the client's order. (default: all that the keys allow)",
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
    func named() -> [CipherSuite] {
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
        try assignKeys(to: named, &configuration.credentials)
        let usable = configuration.usableSuites
        for suite in named where !usable.contains(where: { $0.id == suite.id }) {
            guard suite.isUsable(by: configuration.role, with: configuration.credentials) else {
                throw CommandError(Self.missingKey(suite, configuration.credentials))
            }
            throw CommandError(
                "the suite \(suite.name) does not prove the public key that --peer-key or --trust demands")
        }
    }

    /// Gives each pre-shared key to the one suite that was named for a key of its length, however it is written.
    private func assignKeys(
        to named: [CipherSuite], _ credentials: inout Credentials
    ) throws(CommandError) {
        for (index, key) in credentials.presharedKeys.enumerated() {
            let any = Credentials(presharedKeys: [PresharedKey(id: key.id, secret: key.secret)])
            let takers = named.filter { $0.presharedKey(any) != nil }
            guard takers.count <= 1 else {
                let names = takers.map { $0.name.description }.joined(separator: " and ")
                throw CommandError("one key is used with one suite only; name one of \(names) with --suite")
            }
            if let taker = takers.first { credentials.presharedKeys[index].suite = taker.id }
        }
    }

    /// What the suite needs that `credentials` lack.
    private static func missingKey(_ suite: CipherSuite, _ credentials: Credentials) -> String {
        let needed =
            switch suite.keygenName.description {
            case "fernet": "a Fernet key"
            case "aes256": "a pre-shared key of 32 bytes"
            case "aes128": "a pre-shared key of 16 bytes"
            case "rsa": "an RSA private key"
            default: "an Ed25519 private key"
            }
        let given =
            credentials.presharedKeys.isEmpty && credentials.identity == nil
            ? "none was given" : "--key or --identity holds another kind of key"
        return "the suite \(suite.name) needs \(needed), and \(given);"
            + " fernwire keygen \(suite.keygenName) --output FILE makes one, --key FILE takes it"
    }
}
