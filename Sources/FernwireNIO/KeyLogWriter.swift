// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
public import FernwireSession
import Glibc

/// Appends to a key log. Each write is whole lines, so that several processes and threads may share a file.
public final class KeyLogWriter: Sendable {
    private let file: Int32

    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    /// Opens or makes the file, which nobody but its owner may read.
    ///
    /// - Throws: the file cannot be opened, or cannot be kept from others.
    public init(path: String) throws(Failure) {
        // A FIFO that nobody reads would keep a blocking open for ever; so it is refused.
        let file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o600)
        guard file >= 0 else {
            throw Failure(description: "cannot open the key log \(path): \(String(cString: strerror(errno)))")
        }
        self.file = file
        // One that was there already may have been open to others; a terminal or pipe is left as it is.
        var status = stat()
        let isFile = fstat(file, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        let isForeign = isFile && status.st_uid != geteuid()
        guard !isForeign, !isFile || fchmod(file, 0o600) == 0 else {
            let reason = isForeign ? "it belongs to another user, who could read it" : String(cString: strerror(errno))
            close(file)
            throw Failure(description: "cannot protect the key log \(path): \(reason)")
        }
        _ = fcntl(file, F_SETFL, O_WRONLY | O_APPEND)
    }

    deinit {
        close(file)
    }

    /// When it returns, other processes see the lines.
    public func write(_ entries: [KeyLogEntry]) throws(Failure) {
        var lines: [UInt8] = []
        defer { wipe(&lines) }
        for entry in entries {
            var line = entry.line()
            lines += line
            wipe(&line)
        }
        var offset = 0
        while offset < lines.count {
            let written = lines.withUnsafeBytes { Glibc.write(file, $0.baseAddress! + offset, $0.count - offset) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else {
                throw Failure(description: "cannot write the key log: \(String(cString: strerror(errno)))")
            }
            offset += written
        }
    }
}
