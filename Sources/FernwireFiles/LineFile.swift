// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A file that only its owner may read, to which whole lines are appended. Several processes and threads may share it.
public struct LineFile: ~Copyable, Sendable {
    private let file: OpenFile
    private let isRegular: Bool

    /// Why a file is not appended to.
    public enum Failure: Error {
        case cannotOpen(SystemError)
        /// It belongs to another user, who could read it.
        case foreign
        /// It cannot be kept from others.
        case cannotProtect(SystemError)

        /// What is wrong, as a sentence for people.
        ///
        /// - Parameter file: what the file is for, with its path.
        public func description(of file: String) -> String {
            switch self {
            case .cannotOpen(let error): "cannot open \(file): \(error)"
            case .foreign: "cannot protect \(file): it belongs to another user, who could read it"
            case .cannotProtect(let error): "cannot protect \(file): \(error)"
            }
        }
    }

    /// Opens the file, or makes it.
    public init(_ path: String) throws(Failure) {
        let opened = try Self.open(path)
        isRegular = try Self.protect(opened.descriptor)
        _ = fcntl(opened.descriptor.number, F_SETFL, O_WRONLY | O_APPEND)
        file = opened
    }

    /// Appends whole lines, in one call of the system. When it returns, other processes see them.
    ///
    /// - Throws: why they were not written. What was written of them is taken back, where the file is a regular one.
    public func append(_ lines: [UInt8]) throws(SystemError) {
        guard !lines.isEmpty else { return }
        let count = try file.descriptor.writeOnce(lines)
        do { try file.descriptor.write(lines, from: count) } catch {
            if isRegular { takeBack(count) }
            throw error
        }
    }

    private static func open(_ path: String) throws(Failure) -> OpenFile {
        // A blocking open of a FIFO that nobody reads would wait for ever, so a FIFO is refused.
        do { return try OpenFile(path, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK) } catch { throw .cannotOpen(error) }
    }

    /// Keeps a file that was there already, and may have been open to others, from them. A terminal or pipe is left as it
    /// is.
    ///
    /// - Returns: whether it is a regular file.
    private static func protect(_ file: Descriptor) throws(Failure) -> Bool {
        let state: FileState
        do { state = try file.state() } catch { throw .cannotProtect(error) }
        guard state.isRegular else { return false }
        guard state.isOwn else { throw .foreign }
        do { try file.makePrivate() } catch { throw .cannotProtect(error) }
        return true
    }

    /// Takes the last `count` bytes off, so that no part of a line stays. A disk that is full lets nobody append more in
    /// the meantime.
    private func takeBack(_ count: Int) {
        guard let size = try? file.descriptor.state().size, size >= count else { return }
        ftruncate(file.descriptor.number, size - count)
    }
}
