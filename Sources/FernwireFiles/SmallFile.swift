// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import Glibc

/// Small files, such as those that hold keys, read and written as a whole.
public enum SmallFile {
    /// Reads all of a file. The caller wipes it where it is secret.
    ///
    /// - Parameter limit: the most bytes that the file may have.
    /// - Parameter pipeTimeout: seconds for which bytes of a pipe or a device are awaited; `nil` to read only a regular
    ///   file.
    /// - Returns: the bytes, and the state of the file that they were read from: under its name there may be another one
    ///   by now.
    public static func read(
        _ path: String, limit: Int, pipeTimeout: Int32? = nil
    ) throws(FileFailure) -> (bytes: [UInt8], state: FileState) {
        let file: OpenFile
        let state: FileState
        // A FIFO that nobody writes to would keep an open that blocks for ever.
        do { file = try OpenFile(path, O_RDONLY | O_NONBLOCK | O_NOCTTY) } catch { throw .cannotOpen(error) }
        do { state = try file.descriptor.state() } catch { throw .cannotRead(error) }
        guard !state.isFolder else { throw .folder }
        guard state.isRegular || pipeTimeout != nil else { throw .special }
        guard !state.isRegular || state.size <= limit else { throw .tooLarge(limit: limit) }
        var bytes: [UInt8] = []
        if state.isRegular { bytes.reserveCapacity(state.size) }
        do {
            try read(file.descriptor, timeout: state.isRegular ? nil : pipeTimeout, limit: limit, into: &bytes)
        } catch {
            wipe(&bytes)
            throw error
        }
        return (bytes, state)
    }

    private static func read(
        _ file: Descriptor, timeout: Int32?, limit: Int, into bytes: inout [UInt8]
    ) throws(FileFailure) {
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        defer { wipe(&chunk) }
        while bytes.count <= limit {
            if let timeout, !file.waitForBytes(seconds: timeout) { throw .silent(seconds: Int(timeout)) }
            let count: Int
            do {
                count = try file.read(into: &chunk)
            } catch {
                guard timeout != nil, error.code == EAGAIN else { throw .cannotRead(error) }
                continue
            }
            if count == 0 { return }
            makeRoom(for: count, in: &bytes)
            bytes.append(contentsOf: chunk[..<count])
        }
        throw .tooLarge(limit: limit)
    }

    /// Moves what may be secret into more memory, and wipes the memory that it was in, which the array itself would not.
    private static func makeRoom(for count: Int, in bytes: inout [UInt8]) {
        guard bytes.capacity < bytes.count + count else { return }
        var larger: [UInt8] = []
        larger.reserveCapacity(2 * (bytes.count + count))
        larger += bytes
        wipe(&bytes)
        bytes = larger
    }

    /// Makes a file with these bytes.
    ///
    /// - Parameter mode: who may do what with it.
    /// - Parameter replacing: whether it takes the place of a file that exists, which is whole until then; if not, one
    ///   that exists is kept.
    public static func create(_ path: String, _ bytes: [UInt8], mode: mode_t, replacing: Bool) throws(FileFailure) {
        let target = replacing ? "\(path).\(getpid()).new" : path
        let file: OpenFile
        do {
            file = try OpenFile(target, O_WRONLY | O_CREAT | O_EXCL, mode: mode)
        } catch {
            throw error.code == EEXIST && !replacing ? .exists : .cannotMake(error)
        }
        do throws(SystemError) {
            try file.descriptor.write(bytes)
            try file.descriptor.synchronize()
            guard !replacing || rename(target, path) == 0 else { throw SystemError() }
        } catch {
            unlink(target)
            throw .cannotWrite(error)
        }
    }

    /// Adds bytes to the end of a file, which is made, for its owner alone, where there is none.
    public static func append(_ path: String, _ bytes: [UInt8]) throws(FileFailure) {
        let file: OpenFile
        do { file = try OpenFile(path, O_WRONLY | O_APPEND | O_CREAT) } catch { throw .cannotOpen(error) }
        do throws(SystemError) {
            try file.descriptor.write(bytes)
            try file.descriptor.synchronize()
        } catch {
            throw .cannotWrite(error)
        }
    }
}
