// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import Glibc

/// Small files that hold keys.
package enum FileAccess {
    /// No key file is larger.
    static let sizeLimit = 1 << 20

    /// All of a key file; the caller wipes it. Warns when others may read it too.
    static func readKey(_ path: String) throws(CommandError) -> [UInt8] {
        try read(path, isSecret: true)
    }

    /// All of a small file.
    package static func read(_ path: String) throws(CommandError) -> [UInt8] {
        try read(path, isSecret: false)
    }

    private static func read(_ path: String, isSecret: Bool) throws(CommandError) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw failure("cannot open", path) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw failure("cannot read", path) }
        guard status.st_mode & S_IFMT != S_IFDIR else { throw CommandError("\(path) is a folder, not a key file") }
        if isSecret, status.st_mode & S_IFMT == S_IFREG, status.st_mode & 0o077 != 0 {
            StandardOutput.write(errorLine: "warning: others than you may read the key file \(path) (chmod 600)")
        }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        defer { wipe(&chunk) }
        while true {
            let count = chunk.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure("cannot read", path) }
            if count == 0 { return bytes }
            bytes += chunk[..<count]
            guard bytes.count <= sizeLimit else {
                wipe(&bytes)
                throw CommandError("\(path) has more than \(sizeLimit) bytes, and so is nothing that this reads")
            }
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
