// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import Glibc

/// Small files that hold keys.
package enum FileAccess {
    /// No key file is larger.
    static let sizeLimit = 1 << 20
    /// Seconds for which a pipe's data are waited for.
    private static let pipeTimeout: Int32 = 10

    /// All of a key file; the caller wipes it. Warns when others may read it too.
    static func readKey(_ path: String) throws(CommandError) -> [UInt8] {
        try read(path, isSecret: true)
    }

    /// All of a small file.
    package static func read(_ path: String) throws(CommandError) -> [UInt8] {
        try read(path, isSecret: false)
    }

    private static func read(_ path: String, isSecret: Bool) throws(CommandError) -> [UInt8] {
        // A FIFO that nobody writes to would keep a blocking open for ever.
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw failure("cannot open", path) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw failure("cannot read", path) }
        let kind = status.st_mode & S_IFMT
        guard kind != S_IFDIR else { throw CommandError("\(path) is a folder, not a file") }
        if isSecret, kind == S_IFREG, status.st_mode & 0o077 != 0 {
            StandardOutput.write(
                errorLine: "warning: the key file \(path) is readable by other users; chmod 600 \(path) mends that")
        }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        defer { wipe(&chunk) }
        while true {
            if kind != S_IFREG { try waitForData(file, path) }
            let count = chunk.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count >= 0 else { throw failure("cannot read", path) }
            if count == 0 { return bytes }
            bytes += chunk[..<count]
            guard bytes.count <= sizeLimit else {
                wipe(&bytes)
                throw CommandError(
                    "\(path) is larger than \(sizeLimit >> 20) MiB, the limit for key files and scenarios")
            }
        }
    }

    /// Returns once a pipe has data, or has come to its end.
    private static func waitForData(_ file: Int32, _ path: String) throws(CommandError) {
        var wanted = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
        guard poll(&wanted, 1, pipeTimeout * 1000) != 0 else {
            throw CommandError("\(path): nothing came for \(pipeTimeout) seconds; is anything writing to the pipe?")
        }
    }

    /// Makes a file. One that exists is kept, unless it is to be replaced; then nothing is ever half there.
    package static func create(_ path: String, _ bytes: [UInt8], mode: UInt32, replacing: Bool) throws(CommandError) {
        let target = replacing ? "\(path).\(getpid()).new" : path
        let file = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard file >= 0 else {
            if errno == EEXIST, !replacing {
                throw CommandError("\(path) exists already; --force replaces it")
            }
            throw failure("cannot make", path)
        }
        let written = bytes.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
        let isComplete = written == bytes.count && fsync(file) == 0 || written == bytes.count && errno == EINVAL
        close(file)
        guard isComplete, !replacing || rename(target, path) == 0 else {
            let error = failure("cannot write", path)
            unlink(target)
            throw error
        }
    }

    /// Adds to a file, which it makes if there is none.
    static func append(_ path: String, _ bytes: [UInt8]) throws(CommandError) {
        let file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw failure("cannot open", path) }
        defer { close(file) }
        let written = bytes.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
        guard written == bytes.count, fsync(file) == 0 else { throw failure("cannot write", path) }
    }

    private static func failure(_ what: String, _ path: String) -> CommandError {
        CommandError("\(what) \(path): \(String(cString: strerror(errno)))")
    }
}
