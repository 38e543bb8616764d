// SPDX-License-Identifier: Apache-2.0
import FernwireCommand
import Glibc

/// A file that is written as it comes about; what is there can be opened at any time.
final class OutputFile {
    private let file: Int32
    private let path: String
    private let isNew: Bool

    /// - Parameter path: `-` for standard output.
    /// - Parameter isSecret: whether nobody else may read it, also where it replaces a file that others may.
    init(path: String, replacing: Bool, isSecret: Bool = false) throws(CommandError) {
        self.path = path
        isNew = !replacing && path != "-"
        let existing = replacing ? O_TRUNC : O_EXCL
        file =
            path == "-"
            ? dup(STDOUT_FILENO) : open(path, O_WRONLY | O_CREAT | O_CLOEXEC | existing, isSecret ? 0o600 : 0o644)
        guard file >= 0 else {
            if errno == EEXIST { throw CommandError("\(path) exists already; --force replaces it") }
            throw CommandError("cannot make \(path): \(String(cString: strerror(errno)))")
        }
        var status = stat()
        guard isSecret, path != "-", fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return }
        guard fchmod(file, 0o600) == 0 else {
            throw CommandError("cannot keep \(path) from others: \(String(cString: strerror(errno)))")
        }
    }

    deinit {
        if file >= 0 { close(file) }
    }

    func write(_ bytes: [UInt8]) throws(CommandError) {
        var offset = 0
        while offset < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress! + offset, $0.count - offset) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure() }
            offset += count
        }
    }

    func finish() throws(CommandError) {
        // A pipe has nothing to be kept.
        guard fsync(file) == 0 || errno == EINVAL || errno == EROFS else { throw failure() }
    }

    /// Removes the file, if it was not there before.
    func discard() {
        if isNew { unlink(path) }
    }

    private func failure() -> CommandError {
        CommandError("cannot write \(path): \(String(cString: strerror(errno)))")
    }
}
