// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A folder that is made under a name of its own, and gets its real name when all of it is there. It is removed where that
/// does not happen.
public struct UnfinishedFolder: ~Copyable {
    /// Where the folder is until it is finished.
    public let path: String
    private let finalPath: String
    private var isFinished = false

    /// - Parameter finalPath: the path at which the folder will be.
    public init(for finalPath: String) throws(SystemError) {
        self.finalPath = finalPath
        path = "\(finalPath).\(getpid()).new"
        guard mkdir(path, 0o777) == 0 else { throw SystemError() }
    }

    deinit {
        // There is nobody left to tell of a folder that cannot be removed.
        if !isFinished { try? Folder.remove(path) }
    }

    /// Makes a folder in the folder.
    ///
    /// - Parameter isPrivate: whether nobody but its owner may look into it.
    public func makeFolder(_ name: String, isPrivate: Bool = false) throws(SystemError) {
        guard mkdir("\(path)/\(name)", isPrivate ? 0o700 : 0o777) == 0 else { throw SystemError() }
    }

    /// Gives the folder its real name.
    ///
    /// - Parameter replacing: whether it takes the place of a folder that exists.
    /// - Returns: the path at which the folder is now that was there before; `nil` for none.
    public mutating func finish(replacing: Bool) throws(SystemError) -> String? {
        let old = path + ".old"
        let hasOld = replacing && rename(finalPath, old) == 0
        guard hasOld || !replacing || errno == ENOENT else { throw SystemError() }
        guard rename(path, finalPath) == 0 else {
            let failure = SystemError()
            if hasOld { rename(old, finalPath) }
            throw failure
        }
        isFinished = true
        return hasOld ? old : nil
    }
}

extension Folder {
    /// Removes what is at `path`: a file, a symbolic link itself, or a folder with all that is in it.
    public static func remove(_ path: String) throws(SystemError) {
        var status = stat()
        guard lstat(path, &status) == 0 else { throw SystemError() }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            guard unlink(path) == 0 else { throw SystemError() }
            return
        }
        for name in names(in: path) ?? [] { try remove("\(path)/\(name)") }
        guard rmdir(path) == 0 else { throw SystemError() }
    }
}
