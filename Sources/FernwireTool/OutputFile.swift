// SPDX-License-Identifier: Apache-2.0
import FernwireConsole
import FernwireFiles
import Glibc

/// A file that is written as its bytes come about. The bytes that are there can be opened at any time, unless the file is
/// to appear when it is whole.
final class OutputFile {
    private let file: OpenFile
    private let path: String
    /// The path at which the bytes are until the file is whole; `nil` where they are at its own.
    private let unfinishedPath: String?
    private let isNew: Bool

    /// - Parameter path: the path; `-` for standard output.
    /// - Parameter replacing: whether a file that exists is written anew; if not, it is kept and this fails.
    /// - Parameter isSecret: whether nobody else may read the file, also where it replaces a file that others may read.
    /// - Parameter appearsWhole: whether a file is there under its name only when ``finish()`` has returned. A pipe or a
    ///   device takes the bytes as they come.
    init(
        path: String, replacing: Bool, isSecret: Bool = false, appearsWhole: Bool = false
    ) throws(CommandError) {
        self.path = path
        let old = FileState(path: path)
        guard replacing || old == nil || path == "-" else { throw CommandError(.exists, path) }
        let isWhole = appearsWhole && path != "-" && old?.isRegular != false
        unfinishedPath = isWhole ? "\(path).\(getpid()).new" : nil
        isNew = !replacing && path != "-"
        let keeps = replacing && !isWhole
        do {
            file =
                path == "-"
                ? try OpenFile(duplicating: .standardOutput)
                : try OpenFile(
                    unfinishedPath ?? path, O_WRONLY | O_CREAT | (keeps ? O_TRUNC : O_EXCL),
                    mode: isSecret ? 0o600 : 0o644)
        } catch {
            throw CommandError(error.code == EEXIST && !isWhole ? .exists : .cannotMake(error), path)
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

    /// Returns once the written bytes are on the disk.
    func finish() throws(CommandError) {
        do throws(SystemError) {
            try file.descriptor.synchronize()
            guard let unfinishedPath else { return }
            guard rename(unfinishedPath, path) == 0 else { throw SystemError() }
        } catch {
            throw CommandError(.cannotWrite(error), path)
        }
    }

    /// Removes what was written, and the file itself if it was not there before.
    func discard() {
        if let unfinishedPath {
            unlink(unfinishedPath)
        } else if isNew {
            unlink(path)
        }
    }
}
