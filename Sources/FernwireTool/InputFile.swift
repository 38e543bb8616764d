// SPDX-License-Identifier: Apache-2.0
import FernwireCapture
import FernwireConsole
import FernwireFiles
import Glibc

/// A capture that is read once, from its beginning to its end.
final class InputFile {
    private let file: OpenFile
    private let path: String

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

    /// Reads `count` bytes, or what is left.
    func read(_ count: Int) throws(CommandError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let got: Int
            do {
                got = try file.descriptor.read(into: &bytes, from: filled)
            } catch {
                throw CommandError(.cannotRead(error), path)
            }
            if got == 0 { break }
            filled += got
        }
        bytes.removeLast(count - filled)
        return bytes
    }
}
