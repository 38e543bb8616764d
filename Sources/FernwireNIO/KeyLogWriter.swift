// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireFiles
public import FernwireSession

/// Appends to a key log. Each write is whole lines, so that several processes and threads may share a file.
public final class KeyLogWriter: Sendable {
    private let file: LineFile

    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    /// Opens or makes the file, which nobody but its owner may read.
    ///
    /// - Throws: ``Failure`` when the file cannot be opened, or cannot be kept from others.
    public init(path: String) throws(Failure) {
        do { file = try LineFile(path) } catch {
            throw Failure(description: error.description(of: "the key log \(path)"))
        }
    }

    /// Appends the lines of `entries`. When it returns, other processes see them.
    public func write(_ entries: [KeyLogEntry]) throws(Failure) {
        var lines: [UInt8] = []
        defer { wipe(&lines) }
        for entry in entries {
            var line = entry.line()
            lines += line
            wipe(&line)
        }
        do { try file.append(lines) } catch {
            throw Failure(description: "cannot write the key log: \(error)")
        }
    }
}
