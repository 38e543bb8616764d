// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FernwireNIO
import FernwireSession
import FernwireWire
import Glibc
import Logging

/// What server and client have in common.
struct EndpointOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Port.", valueName: "number"))
    var port = Wire.defaultPort

    @Option(
        help: ArgumentHelp(
            "Cipher suite: \(suiteNames). May be given several times, preferred first. (default: all that the key allows and that authenticate records)",
            valueName: "name"))
    var suite: [String] = []

    @Option(
        help: ArgumentHelp(
            "Pre-shared key (Fernet, or 16 or 32 bytes in base64, hexadecimal or bare), or RSA private key in PEM.",
            valueName: "file"))
    var key: String?

    @Option(help: ArgumentHelp("Name of the pre-shared key; sent in the clear.", valueName: "name"))
    var keyID: String?

    @Option(
        help: ArgumentHelp(
            "Append the session keys to this key log, for Wireshark. (default: the variable FERNWIRE_KEYLOGFILE)",
            valueName: "file"))
    var keyLog: String?

    @Flag(name: .shortAndLong, help: "Say more on standard error.")
    var verbose = false

    static let suiteNames = SuiteRegistry.standard.suites.map { $0.name.description }.joined(separator: ", ")

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port is 0 to 65535, not \(port).") }
        for name in suite where SuiteRegistry.standard.suite(named: name) == nil {
            throw ValidationError("There is no suite \(name); there are: \(Self.suiteNames).")
        }
        if let keyID, !(1...255).contains(keyID.utf8.count) {
            throw ValidationError("--key-id has 1 to 255 bytes.")
        }
    }

    var logger: Logger {
        var logger = Logger(label: "fernwire") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = verbose ? .debug : .warning
        return logger
    }

    func openKeyLog() throws -> KeyLogWriter? {
        let variable = getenv("FERNWIRE_KEYLOGFILE").map { String(cString: $0) }
        guard let path = keyLog ?? variable, !path.isEmpty else { return nil }
        return try KeyLogWriter(path: path)
    }

    /// The suites asked for, or all; each of them must be usable.
    func configuration(_ role: Direction, _ credentials: Credentials) throws(CommandError) -> SessionConfiguration {
        var configuration = SessionConfiguration(role: role, credentials: credentials) { UInt64(time(nil)) }
        guard !suite.isEmpty else {
            configuration.suites.removeAll { $0.warning != nil }
            return configuration
        }
        configuration.suites = suite.compactMap { SuiteRegistry.standard.suite(named: $0) }
        for suite in configuration.suites where !suite.isUsable(by: role, with: credentials) {
            throw CommandError(
                "the suite \(suite.name) needs a key: --key FILE (fernwire keygen \(suite.keygenName) makes one)")
        }
        for suite in configuration.suites {
            guard let warning = suite.warning else { continue }
            StandardOutput.write(errorLine: "warning: the suite \(suite.name) \(warning)")
        }
        return configuration
    }
}
