// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import Glibc

/// What tells one state of a file from another: another file under the name, another length or time.
struct FileState: Equatable {
    var device: UInt
    var inode: UInt
    var size: Int
    var seconds: Int
    var nanoseconds: Int
    var isRegular: Bool
    var isFolder: Bool

    init?(path: String) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    private init(_ status: stat) {
        device = UInt(status.st_dev)
        inode = UInt(status.st_ino)
        size = Int(status.st_size)
        seconds = status.st_mtim.tv_sec
        nanoseconds = status.st_mtim.tv_nsec
        isRegular = status.st_mode & S_IFMT == S_IFREG
        isFolder = status.st_mode & S_IFMT == S_IFDIR
    }

    /// All of a regular file. The caller wipes it.
    static func contents(of path: String, limit: Int) throws(FileFailure) -> [UInt8] {
        // The C library takes pointers; each is valid for its call. A FIFO without a writer is opened at once.
        let file = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard file >= 0 else {
            throw errno == ENOENT || errno == ENOTDIR ? .missing : errno == EACCES ? .forbidden : .unreadable
        }
        defer { close(file) }
        // Asked of what was opened: under its name there may be another file by now.
        var status = stat()
        guard unsafe fstat(file, &status) == 0 else { throw .unreadable }
        let state = FileState(status)
        guard state.isRegular else { throw state.isFolder ? .folder : .special }
        guard state.size <= limit else { throw .tooLarge(limit: limit) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(state.size)
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        defer { wipe(&chunk) }
        while bytes.count <= limit {
            let count = unsafe chunk.withUnsafeMutableBytes { unsafe Glibc.read(file, $0.baseAddress, $0.count) }
            if count == 0 { return bytes }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                wipe(&bytes)
                throw .unreadable
            }
            bytes.append(contentsOf: chunk[..<count])
        }
        wipe(&bytes)
        throw .tooLarge(limit: limit)
    }
}

/// Why a file is not read.
enum FileFailure: Error, Equatable {
    case missing, forbidden, folder, special, unreadable
    case tooLarge(limit: Int)

    var reason: String {
        switch self {
        case .missing: "there is no such file"
        case .forbidden: "you may not read it"
        case .folder: "it is a folder"
        case .special: "it is no regular file"
        case .unreadable: "it cannot be read"
        case .tooLarge(let limit): "it is larger than \(limit >> 20) MiB, the limit for key files"
        }
    }
}
