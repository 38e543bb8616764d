// SPDX-License-Identifier: Apache-2.0
import Glibc

/// What tells one state of a file from another: another file under the name, another length, time or mode.
public struct FileState: Equatable, Sendable {
    private let device: UInt
    private let inode: UInt
    private let seconds: Int
    private let nanoseconds: Int
    private let mode: mode_t
    private let owner: uid_t
    /// How many bytes a regular file has.
    public let size: Int

    /// The state of what `path` names now; `nil` where that is nothing, or nothing that may be looked at.
    public init?(path: String) {
        var status = Glibc.stat()
        guard stat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    init(_ status: stat) {
        device = UInt(status.st_dev)
        inode = UInt(status.st_ino)
        size = Int(status.st_size)
        seconds = status.st_mtim.tv_sec
        nanoseconds = status.st_mtim.tv_nsec
        mode = status.st_mode
        owner = status.st_uid
    }

    public var isRegular: Bool { mode & S_IFMT == S_IFREG }
    public var isFolder: Bool { mode & S_IFMT == S_IFDIR }
    /// Whether others than its owner may do anything with it.
    public var isOpenToOthers: Bool { mode & 0o077 != 0 }
    /// Whether it belongs to the user for whom the process runs.
    public var isOwn: Bool { owner == geteuid() }
}
