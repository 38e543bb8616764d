// SPDX-License-Identifier: Apache-2.0
import Glibc

/// The number under which a process has something open: a file, a pipe or a terminal.
///
/// A descriptor neither opens nor closes it; ``OpenFile`` does. A signal interrupts no call: each goes on where it was.
public struct Descriptor: Sendable {
    public let number: Int32

    public init(_ number: Int32) {
        self.number = number
    }

    public static let standardInput = Descriptor(STDIN_FILENO)
    public static let standardOutput = Descriptor(STDOUT_FILENO)
    public static let standardError = Descriptor(STDERR_FILENO)

    /// Waits for bytes, and reads those that there are into `buffer` from `offset` on, as far as the buffer goes.
    ///
    /// - Returns: how many bytes were read; 0 at the end.
    /// - Throws: `EAGAIN` where the descriptor was opened with `O_NONBLOCK` and has no bytes yet.
    public func read(into buffer: inout [UInt8], from offset: Int = 0) throws(SystemError) -> Int {
        while true {
            let count = buffer.withUnsafeMutableBytes { bytes in
                let room = UnsafeMutableRawBufferPointer(rebasing: bytes[offset...])
                return Glibc.read(number, room.baseAddress, room.count)
            }
            if count >= 0 { return count }
            guard errno == EINTR else { throw SystemError() }
        }
    }

    /// Writes all of `bytes` from `offset` on.
    ///
    /// - Throws: why only a part of them, or none, was written.
    public func write(_ bytes: [UInt8], from offset: Int = 0) throws(SystemError) {
        var offset = offset
        while offset < bytes.count { offset += try writeOnce(bytes, from: offset) }
    }

    /// Writes `bytes` from `offset` on in one call, which may take a part of them alone.
    ///
    /// - Returns: how many bytes were written, at least one.
    func writeOnce(_ bytes: [UInt8], from offset: Int = 0) throws(SystemError) -> Int {
        while true {
            let count = bytes.withUnsafeBytes { Glibc.write(number, $0.baseAddress! + offset, $0.count - offset) }
            if count > 0 { return count }
            guard errno == EINTR else { throw SystemError() }
        }
    }

    /// Waits until what was written is on the disk. A pipe or a terminal keeps nothing, and succeeds at once.
    public func synchronize() throws(SystemError) {
        guard fsync(number) == 0 || errno == EINVAL || errno == EROFS else { throw SystemError() }
    }

    /// Returns what is open, and in which state.
    public func state() throws(SystemError) -> FileState {
        var status = stat()
        guard fstat(number, &status) == 0 else { throw SystemError() }
        return FileState(status)
    }

    /// Keeps a regular file from all but its owner.
    public func makePrivate() throws(SystemError) {
        guard fchmod(number, 0o600) == 0 else { throw SystemError() }
    }

    /// Returns once there are bytes to read, or the end.
    ///
    /// - Returns: `false` where neither came within `seconds`.
    func waitForBytes(seconds: Int32) -> Bool {
        var wanted = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
        return poll(&wanted, 1, seconds * 1000) != 0
    }
}
