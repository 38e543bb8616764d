// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FernwireConsole
import FernwireCrypto
import FernwireNIO
import FernwireSession
import FernwireWire
import Glibc
import Logging

/// The options that server and client have in common.
struct EndpointOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Port.", valueName: "number"))
    var port = Wire.defaultPort

    @OptionGroup var suites: SuiteOptions
    @OptionGroup var keys: KeyOptions

    @Option(
        help: ArgumentHelp(
            "Append the session keys to this key log, for Wireshark. (default: the variable FERNWIRE_KEYLOGFILE)",
            valueName: "file"))
    var keyLog: String?

    @Option(
        help: ArgumentHelp(
            """
            Append security events to this file, a line of JSON each with the fields of the Elastic Common Schema. \
            On SIGHUP the program opens the file again, so that it can be rotated.
            """, valueName: "file"))
    var eventLog: String?

    @Option(
        help: ArgumentHelp(
            "Rekey after this many messages of this side, where the suite can.", valueName: "number"))
    var rekeyEvery: UInt64?

    @Flag(name: .shortAndLong, help: "Say more on standard error.")
    var verbose = false

    func validate() throws {
        guard rekeyEvery != 0 else { throw ValidationError("--rekey-every is at least 1.") }
        guard (0...65_535).contains(port) else { throw ValidationError("--port is 0 to 65535, not \(port).") }
    }

    /// The log for people on standard error.
    var logger: Logger {
        Logger(label: "fernwire") { [verbose] _ in
            LineLogHandler(.standardError, level: verbose ? .debug : .warning)
        }
    }

    func openKeyLog() throws -> KeyLogWriter? {
        let variable = getenv("FERNWIRE_KEYLOGFILE").map { String(cString: $0) }
        guard let path = keyLog ?? variable, !path.isEmpty else { return nil }
        return try KeyLogWriter(path: path)
    }

    /// Opens the event log of this side; `nil` where none is asked for.
    func openEventLog(_ role: Direction) throws(CommandError) -> EventLog? {
        try eventLog.map { path throws(CommandError) in try EventLog(path: path, role: role) }
    }

    /// Returns the configuration of this side, with `credentials`.
    func configuration(_ role: Direction, _ credentials: Credentials) throws(CommandError) -> SessionConfiguration {
        var credentials = credentials
        credentials.maximumRSABits = keys.maxRSABits
        if let own = credentials.rsaKey?.publicKey.modulusBits, own > keys.maxRSABits {
            throw CommandError(
                "the RSA key has \(own) bits, and others accept \(RSAPublicKey.defaultMaximumBits) unless told otherwise;"
                    + " --max-rsa-bits \(own) uses it")
        }
        var configuration = SessionConfiguration(role: role, credentials: credentials) { UInt64(time(nil)) }
        configuration.rekeyInterval = rekeyEvery
        try suites.apply(to: &configuration)
        if role == .fromClient, suites.suite.isEmpty { keys.prefer(&configuration) }
        guard !configuration.usableSuites.isEmpty else {
            throw CommandError("no suite has the keys that it needs; fernwire suites says what there is")
        }
        return configuration
    }
}
