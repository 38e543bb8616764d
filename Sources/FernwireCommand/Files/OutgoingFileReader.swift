// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire
import Glibc

/// A file that is sent, read twice: once for its hash, which goes first, and once for its data.
final class OutgoingFileReader: @unchecked Sendable {
    // Used by one task at a time.
    private let file: Int32
    private let path: String
    let description: FileFragment.Description

    static let chunk = 1 << 16

    init(path: String) throws(CommandError) {
        self.path = path
        // A FIFO that nobody writes to would keep a blocking open for ever.
        file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        var status = stat()
        guard file >= 0, fstat(file, &status) == 0 else {
            description = .init(size: 0, sha256: [], name: [], mediaType: [])
            throw Self.failure("cannot open", path)
        }
        let name = Array((path.split(separator: "/").last ?? "").utf8)
        guard status.st_mode & S_IFMT == S_IFREG, FileFragment.isSafe(name: name) else {
            description = .init(size: 0, sha256: [], name: [], mediaType: [])
            throw CommandError(
                "\(path) cannot be sent: it must be a regular file whose name is 1 to 255 bytes of UTF-8 without control"
                    + " characters")
        }
        let hash = SHA256Stream()
        var size: UInt64 = 0
        var bytes = try Self.read(file, path)
        while !bytes.isEmpty {
            hash.update(bytes.span.bytes)
            size += UInt64(bytes.count)
            bytes = try Self.read(file, path)
        }
        description = .init(
            size: size, sha256: hash.finish(), name: name, mediaType: Array(MediaType.of(name: path).utf8))
        lseek(file, 0, SEEK_SET)
    }

    deinit {
        if file >= 0 { close(file) }
    }

    /// The next data; empty at the end.
    func next() throws(CommandError) -> [UInt8] {
        try Self.read(file, path)
    }

    private static func read(_ file: Int32, _ path: String) throws(CommandError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: chunk)
        while true {
            let count = bytes.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure("cannot read", path) }
            bytes.removeLast(bytes.count - count)
            return bytes
        }
    }

    private static func failure(_ what: String, _ path: String) -> CommandError {
        CommandError("\(what) \(path): \(String(cString: strerror(errno)))")
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
