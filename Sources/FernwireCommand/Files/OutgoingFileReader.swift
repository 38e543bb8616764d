// SPDX-License-Identifier: Apache-2.0
import FernwireConsole
import FernwireCrypto
import FernwireFiles
import FernwireWire
import Glibc

/// A file that is sent, read twice: once for its hash, which goes first, and once for its data.
final class OutgoingFileReader: Sendable {
    private let file: OpenFile
    private let path: String
    let description: FileFragment.Description

    static let chunk = 1 << 16

    init(path: String) throws(CommandError) {
        self.path = path
        // A blocking open of a FIFO that nobody writes to would wait for ever.
        let state: FileState
        do {
            file = try OpenFile(path, O_RDONLY | O_NONBLOCK)
            state = try file.descriptor.state()
        } catch {
            throw CommandError(.cannotOpen(error), path)
        }
        let name = Array((path.split(separator: "/").last ?? "").utf8)
        guard state.isRegular, FileFragment.isSafe(name: name) else {
            throw CommandError(
                "\(path) cannot be sent: it must be a regular file whose name is 1 to 255 bytes of UTF-8 without control"
                    + " characters")
        }
        let hash = SHA256Stream()
        var size: UInt64 = 0
        var bytes = try Self.read(file.descriptor, path)
        while !bytes.isEmpty {
            hash.update(bytes.span.bytes)
            size += UInt64(bytes.count)
            bytes = try Self.read(file.descriptor, path)
        }
        description = .init(
            size: size, sha256: hash.finish(), name: name, mediaType: Array(MediaType.of(name: path).utf8))
        lseek(file.descriptor.number, 0, SEEK_SET)
    }

    /// Returns the next data; empty at the end.
    func next() throws(CommandError) -> [UInt8] {
        try Self.read(file.descriptor, path)
    }

    private static func read(_ file: Descriptor, _ path: String) throws(CommandError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: chunk)
        do {
            bytes.removeLast(bytes.count - (try file.read(into: &bytes)))
        } catch {
            throw CommandError(.cannotRead(error), path)
        }
        return bytes
    }
}

/// Media types by the endings of names.
enum MediaType {
    private static let known = [
        "txt": "text/plain", "md": "text/markdown", "csv": "text/csv", "html": "text/html", "xml": "application/xml",
        "json": "application/json", "pdf": "application/pdf", "zip": "application/zip", "gz": "application/gzip",
        "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "svg": "image/svg+xml",
    ]

    static func of(name: String) -> String {
        guard let dot = name.lastIndex(of: ".") else { return "application/octet-stream" }
        return known[name[name.index(after: dot)...].lowercased()] ?? "application/octet-stream"
    }
}
