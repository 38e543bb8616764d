// SPDX-License-Identifier: Apache-2.0
import FernwireConsole
import FernwireCrypto
import FernwireSession

/// Key files that are named on the command line.
enum KeyFileReading {
    /// The text of the key file at `path`, which the caller wipes, and its keys.
    static func read(_ path: String) throws(CommandError) -> (text: [UInt8], keys: KeyRing) {
        var text = try FileAccess.read(path)
        let found = KeyFile.read(text)
        guard !found.keys.isEmpty, found.problems.isEmpty else {
            wipe(&text)
            guard let problem = found.problems.first, !found.keys.isEmpty else {
                throw CommandError("\(path) has no keys")
            }
            throw CommandError("\(path): line \(problem.line) is no key")
        }
        return (text, found.keys)
    }

    /// The keys of the file at `path`.
    static func keys(_ path: String) throws(CommandError) -> KeyRing {
        var (text, keys) = try read(path)
        wipe(&text)
        return keys
    }
}
