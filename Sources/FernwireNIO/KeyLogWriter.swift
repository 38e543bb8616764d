// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireFiles
public import FernwireSession
import Glibc

/// Appends to a key log. Each write is whole lines, so that several processes and threads may share a file.
public final class KeyLogWriter: Sendable {
    private let file: OpenFile

    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    /// Opens or makes the file, which nobody but its owner may read.
    ///
    /// - Throws: ``Failure`` when the file cannot be opened, or cannot be kept from others.
    public init(path: String) throws(Failure) {
        // A blocking open of a FIFO that nobody reads would wait for ever, so a FIFO is refused.
        do {
            file = try OpenFile(path, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK)
        } catch {
            throw Failure(description: "cannot open the key log \(path): \(error)")
        }
        // A file that was there already may have been open to others; a terminal or pipe is left as it is.
        if let state = try? file.descriptor.state(), state.isRegular {
            guard state.isOwn else {
                throw Failure(
                    description: "cannot protect the key log \(path): it belongs to another user, who could read it")
            }
            do { try file.descriptor.makePrivate() } catch {
                throw Failure(description: "cannot protect the key log \(path): \(error)")
            }
        }
        _ = fcntl(file.descriptor.number, F_SETFL, O_WRONLY | O_APPEND)
    }

    /// Appends the lines of `entries`. When it returns, other processes see them.
    public func write(_ entries: [KeyLogEntry]) throws(Failure) {
        guard !entries.isEmpty else { return }
        var lines: [UInt8] = []
        defer { wipe(&lines) }
        for entry in entries {
            var line = entry.line()
            lines += line
            wipe(&line)
        }
        do { try file.descriptor.write(lines) } catch {
            throw Failure(description: "cannot write the key log: \(error)")
        }
    }
}
