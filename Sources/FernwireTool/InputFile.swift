// SPDX-License-Identifier: Apache-2.0
import FernwireCapture
import FernwireConsole
import FernwireFiles
import Glibc

/// A capture that is read once, from its beginning to its end.
final class InputFile {
    private let file: OpenFile
    private let path: String
    private var buffer = [UInt8](repeating: 0, count: 1 << 17)
    /// The bytes in the buffer, and the place of the next one.
    private var (buffered, start) = (0, 0)

    init(path: String) throws(CommandError) {
        self.path = path
        do { file = try OpenFile(path, O_RDONLY) } catch { throw CommandError(.cannotOpen(error), path) }
    }

    /// Calls `body` for each block.
    func blocks(_ body: (PcapngBlock) throws -> Void) throws {
        if let failure = try readableBlocks(body) { throw CommandError("\(path): \(failure)") }
    }

    /// Calls `body` for each block as far as the file can be read.
    ///
    /// - Returns: the failure of the rest; `nil` at the file's end.
    func readableBlocks(_ body: (PcapngBlock) throws -> Void) throws -> PcapngReader.Failure? {
        var reader = PcapngReader { [self] count in try read(count) }
        do {
            while let block = try reader.next() { try body(block) }
            return nil
        } catch let error as PcapngReader.Failure {
            return error
        }
    }

    /// Returns the next `count` bytes, or what is left.
    func read(_ count: Int) throws(CommandError) -> [UInt8] {
        // A length in a file makes nobody allocate before the bytes are there.
        var bytes: [UInt8] = []
        while bytes.count < count {
            if start == buffered {
                try fill()
                if buffered == 0 { break }
            }
            let end = min(start + count - bytes.count, buffered)
            bytes += buffer[start..<end]
            start = end
        }
        return bytes
    }

    /// Reads as many bytes as there are, up to the buffer's size: a capture is read in many small parts.
    private func fill() throws(CommandError) {
        start = 0
        do {
            buffered = try file.descriptor.read(into: &buffer)
        } catch {
            throw CommandError(.cannotRead(error), path)
        }
    }
}
