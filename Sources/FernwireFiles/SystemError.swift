// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Why a system call failed.
public struct SystemError: Error, Equatable, CustomStringConvertible {
    /// The number that the system gives the reason, such as `ENOENT`.
    public let code: Int32

    /// - Parameter code: `errno` unless given: that of the call that failed just now.
    public init(code: Int32 = errno) {
        self.code = code
    }

    /// The system's own words, such as "No such file or directory".
    public var description: String { String(cString: strerror(code)) }
}
