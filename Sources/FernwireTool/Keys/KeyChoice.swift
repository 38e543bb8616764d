// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FernwireCapture
import FernwireConsole
import FernwireCrypto
import FernwireScenario
import FernwireSession

/// The keys of the sides, and which of them the capture tells.
struct KeyChoice: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Use the keys of this file, not the samples: a pre-shared key, or the RSA private keys of the client and the server, in this order.",
            valueName: "file"))
    var key: String?

    @Flag(help: "Make new keys, not the samples, which everyone has.")
    var freshKeys = false

    @Option(
        help: ArgumentHelp(
            "The number that all random numbers follow from. (default: 1; with --key, --fresh-keys or --exercise: none, and the random numbers are real)",
            valueName: "number"))
    var seed: UInt64?

    @Flag(help: "Leave the keys out of the capture. The samples open it all the same.")
    var noSecrets = false

    @Flag(help: "Leave out the comments that say what happens in each packet.")
    var noComments = false

    @Option(
        help: ArgumentHelp(
            "Write a key file, too, which only you may read: the pre-shared key or the RSA private keys that open the sessions, and the lines of their key log.",
            valueName: "file"))
    var keyLog: String?

    @Option(
        help: ArgumentHelp(
            "Make an exercise: with new keys, unless --key names some, none of them in the capture, and without comments. The answer key, a key file that decrypts the capture in Wireshark, goes to this file.",
            valueName: "file"))
    var exercise: String?

    func validate() throws {
        guard key == nil || !freshKeys else {
            throw ValidationError("--key brings keys and --fresh-keys makes them: give only one of the two.")
        }
        guard exercise == nil || keyLog == nil else {
            throw ValidationError("--exercise names the file for the keys: leave --key-log out.")
        }
        guard !isFresh || seed == nil else {
            throw ValidationError("New keys follow from no seed: leave out --seed, or name a key with --key.")
        }
    }

    /// Whether new keys are made.
    private var isFresh: Bool { freshKeys || exercise != nil && key == nil }

    var hasSecrets: Bool { !noSecrets && exercise == nil }
    var hasComments: Bool { !noComments && exercise == nil }
    /// The path of the key file that is written beside the capture; `nil` for none.
    var keyOutput: String? { exercise ?? keyLog }
    /// The number that the random numbers follow from; `nil` for real ones.
    var chosenSeed: UInt64? { seed ?? (key == nil && !isFresh ? 1 : nil) }

    /// Returns the sides' keys; `nil` for the samples.
    func chosen(for scenario: Scenario) throws -> LongLivedKeys? {
        if exercise != nil { try scenario.checkHasAnswerKey() }
        if isFresh { return try .fresh(for: scenario) }
        guard let key else { return nil }
        let given = try KeyFileReading.keys(key)
        do { return try .own(given, for: scenario) } catch { throw CommandError("\(key): \(error)") }
    }

    /// Reports the facts to be known about the keys of a capture that was made.
    func report(on scenario: Scenario, output: String) {
        if let exercise {
            StandardOutput.write(
                errorLine: "\(output) contains no keys and no comments; \(exercise) decrypts it")
        }
        guard key != nil || isFresh else { return }
        guard seed != nil else {
            StandardOutput.write(errorLine: "note: its random numbers are real, so the same file cannot be made again")
            return
        }
        if let suite = SuiteRegistry.standard.suite(named: scenario.suite), "\(suite.keygenName)" == "rsa" {
            StandardOutput.write(
                errorLine: "warning: the session keys of \(suite.name) follow from --seed: whoever guesses the number"
                    + " can decrypt the capture")
        }
    }
}
