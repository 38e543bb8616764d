// SPDX-License-Identifier: Apache-2.0
import FernwireConsole
import FernwireFiles
import Glibc

/// A file that is written as it comes about; what is there can be opened at any time.
final class OutputFile {
    private let file: OpenFile
    private let path: String
    private let isNew: Bool

    /// - Parameter path: `-` for standard output.
    /// - Parameter replacing: whether a file that exists is written anew; if not, it is kept and this fails.
    /// - Parameter isSecret: whether nobody else may read it, also where it replaces a file that others may.
    init(path: String, replacing: Bool, isSecret: Bool = false) throws(CommandError) {
        self.path = path
        isNew = !replacing && path != "-"
        do {
            file =
                path == "-"
                ? try OpenFile(duplicating: .standardOutput)
                : try OpenFile(
                    path, O_WRONLY | O_CREAT | (replacing ? O_TRUNC : O_EXCL), mode: isSecret ? 0o600 : 0o644)
        } catch {
            throw CommandError(error.code == EEXIST ? .exists : .cannotMake(error), path)
        }
        guard isSecret, path != "-", let state = try? file.descriptor.state(), state.isRegular else { return }
        do {
            try file.descriptor.makePrivate()
        } catch {
            throw CommandError("cannot keep \(path) from others: \(error)")
        }
    }

    func write(_ bytes: [UInt8]) throws(CommandError) {
        do { try file.descriptor.write(bytes) } catch { throw CommandError(.cannotWrite(error), path) }
    }

    /// Returns once what was written is on the disk.
    func finish() throws(CommandError) {
        do { try file.descriptor.synchronize() } catch { throw CommandError(.cannotWrite(error), path) }
    }

    /// Removes the file, if it was not there before.
    func discard() {
        if isNew { unlink(path) }
    }
}
