// SPDX-License-Identifier: Apache-2.0
public import Glibc

/// A file, pipe or folder that is open, until this value ends. Programs that the process starts do not inherit it.
public struct OpenFile: ~Copyable, Sendable {
    public let descriptor: Descriptor

    /// Opens what `path` names, or makes it where `flags` say so.
    ///
    /// - Parameter flags: those of open(2). With `O_NONBLOCK` no pipe makes it wait for the other end.
    /// - Parameter mode: who may do what with a file that is made.
    public init(_ path: String, _ flags: Int32, mode: mode_t = 0o600) throws(SystemError) {
        descriptor = Descriptor(open(path, flags | O_CLOEXEC, mode))
        guard descriptor.number >= 0 else { throw SystemError() }
    }

    /// Opens what `name` names in `folder`, or makes it where `flags` say so.
    public init(
        _ name: String, in folder: borrowing OpenFile, _ flags: Int32, mode: mode_t = 0o600
    ) throws(SystemError) {
        descriptor = Descriptor(openat(folder.descriptor.number, name, flags | O_CLOEXEC, mode))
        guard descriptor.number >= 0 else { throw SystemError() }
    }

    /// Opens what `other` has open once more, so that closing one leaves the other open.
    public init(duplicating other: Descriptor) throws(SystemError) {
        descriptor = Descriptor(dup(other.number))
        guard descriptor.number >= 0 else { throw SystemError() }
    }

    deinit {
        close(descriptor.number)
    }
}
