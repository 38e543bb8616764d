// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A folder whose names are read one after another.
public struct Folder: ~Copyable {
    private let handle: OpaquePointer

    public init(_ path: String) throws(SystemError) {
        guard let handle = opendir(path) else { throw SystemError() }
        self.handle = handle
    }

    deinit {
        closedir(handle)
    }

    /// All names of the folder at `path`, in no order; `nil` if it is no folder that can be read.
    public static func names(in path: String) -> [String]? {
        guard var folder = try? Folder(path) else { return nil }
        var names: [String] = []
        while let name = folder.next() { names.append(name) }
        return names
    }

    /// Returns the next name, in no order; `nil` after the last. Those of the folder itself and of the one above are
    /// left out.
    public mutating func next() -> String? {
        while let entry = readdir(handle) {
            // Up to its NUL: the array's declared length may reach beyond the entry.
            let offset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
            let start = UnsafeRawPointer(entry).advanced(by: offset).assumingMemoryBound(to: CChar.self)
            let name = String(cString: start)
            if name != ".", name != ".." { return name }
        }
        return nil
    }

    /// The state of what has this name in the folder: of a symbolic link itself; `nil` where there is nothing.
    public func state(of name: String) -> FileState? {
        var status = stat()
        guard fstatat(dirfd(handle), name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
        return FileState(status)
    }

    /// Throws unless the user may make files in the folder.
    public func checkIsWritable() throws(SystemError) {
        guard faccessat(dirfd(handle), ".", W_OK | X_OK, AT_EACCESS) == 0 else { throw SystemError() }
    }
}
