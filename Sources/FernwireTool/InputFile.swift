// SPDX-License-Identifier: Apache-2.0
import FernwireCapture
import FernwireCommand
import Glibc

/// A capture that is read once, from its beginning to its end.
final class InputFile {
    private let file: Int32
    private let path: String

    init(path: String) throws(CommandError) {
        self.path = path
        file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw CommandError("cannot open \(path): \(String(cString: strerror(errno)))") }
    }

    deinit {
        if file >= 0 { close(file) }
    }

    /// Calls `body` for each block.
    func blocks(_ body: (PcapngBlock) throws -> Void) throws {
        if let failure = try readableBlocks(body) { throw CommandError("\(path): \(failure)") }
    }

    /// Calls `body` for each block as far as the file can be read.
    ///
    /// - Returns: what is wrong with the rest; `nil` at the file's end.
    func readableBlocks(_ body: (PcapngBlock) throws -> Void) throws -> PcapngReader.Failure? {
        var reader = PcapngReader { [self] count in try read(count) }
        do {
            while let block = try reader.next() { try body(block) }
            return nil
        } catch let error as PcapngReader.Failure {
            return error
        }
    }

    /// `count` bytes, or what is left.
    private func read(_ count: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let got = bytes.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress! + filled, count - filled) }
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { throw CommandError("cannot read \(path): \(String(cString: strerror(errno)))") }
            if got == 0 { break }
            filled += got
        }
        bytes.removeLast(count - filled)
        return bytes
    }
}
