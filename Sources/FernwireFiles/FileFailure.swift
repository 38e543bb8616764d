// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Why a file is not read or written.
public enum FileFailure: Error, Equatable {
    case cannotOpen(SystemError)
    case cannotRead(SystemError)
    case cannotMake(SystemError)
    case cannotWrite(SystemError)
    /// It is there already.
    case exists
    /// It is a folder.
    case folder
    /// It is a pipe or a device, where only a regular file is read.
    case special
    /// It is a pipe, and nothing came for so long.
    case silent(seconds: Int)
    /// It has more bytes than may be read.
    case tooLarge(limit: Int)

    /// Whether there is no such file.
    public var isMissing: Bool {
        switch self {
        case .cannotOpen(let error): error.code == ENOENT || error.code == ENOTDIR
        case .cannotRead, .cannotMake, .cannotWrite, .exists, .folder, .special, .silent, .tooLarge: false
        }
    }

    /// Whether the user may not open it.
    public var isForbidden: Bool { self == .cannotOpen(SystemError(code: EACCES)) }
}
