// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FernwireConsole
import FernwireDissection

/// The files of keys with which a command opens captures.
struct KeyFileOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("File with keys of any kind that the plugin reads; once for each file.", valueName: "file"))
    var keys: [String] = []

    @Option(
        help: ArgumentHelp(
            "File with the passphrases of encrypted private keys, one on a line.", valueName: "file"))
    var passphraseFile: String?

    /// Reads the files into `shared`.
    func read(into shared: SharedKeys) throws(CommandError) {
        if let problem = shared.use(files: keys, passphrases: passphraseFile ?? "").first {
            throw CommandError(problem)
        }
    }
}
