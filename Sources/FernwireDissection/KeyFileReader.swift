// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireCrypto
import FernwireSession

/// The user's key file, read again when it changes.
final class KeyFileReader {
    private(set) var keys = KeyFileReader.none(breaksToys: true)
    /// Whether keys that trying finds are found.
    var breaksToys = true {
        didSet { keys.breaksToys = breaksToys }
    }
    /// What is wrong with the file.
    private(set) var problems: [Note] = []
    private var path = "" {
        didSet { findPaths() }
    }
    /// The user's table of keys.
    private var rows: [KeyRow] = [] {
        didSet { findPaths() }
    }
    /// Of the key file, then of the table's files.
    private var paths: [String] = []
    /// What the user says of each row of the table.
    private(set) var comments: [[UInt8]] = []
    /// What travels with the capture.
    private var captureKeys = KeyRing()
    private var captureBlocks = 0
    private var captureBytes = 0
    /// Of the key file, then of the table's files.
    private var states: [FileState?] = []

    /// Pre-shared and private keys of a capture, each, that are tried.
    static let captureLimit = 64
    /// Secrets blocks of a capture that are read, and bytes of all of them.
    static let (captureBlockLimit, captureByteLimit) = (4096, 16 << 20)

    /// Key files above this are refused: whatever they are, they are no key files.
    static let sizeLimit = 64 << 20

    func use(path: String) {
        self.path = path
        read()
    }

    func use(rows: [KeyRow]) {
        for index in self.rows.indices { wipe(&self.rows[index].value) }
        self.rows = rows
        comments = rows.map(\.comment)
        read()
    }

    /// Takes keys that travel with the capture, in the form of a key file.
    func add(secrets: RawSpan) {
        captureBlocks += 1
        captureBytes += secrets.byteCount
        guard captureBlocks <= Self.captureBlockLimit, captureBytes <= Self.captureByteLimit else { return }
        var text = Array(secrets)
        defer { wipe(&text) }
        let found = KeyFile.read(text, at: .captureSecrets).keys
        keys.add(found, beyond: captureKeys, limit: Self.captureLimit)
    }

    func forgetSecrets() {
        (captureBlocks, captureBytes) = (0, 0)
        guard !captureKeys.isEmpty else { return }
        captureKeys = KeyRing()
        read()
    }

    /// Reads the files again if one is not as it was.
    func refresh() {
        guard !paths.isEmpty, paths.map({ FileState(path: $0) }) != states else { return }
        read()
    }

    private func findPaths() {
        paths = [path].filter { !$0.isEmpty } + rows.filter(\.isFile).map(\.path)
    }

    private static func none(breaksToys: Bool) -> KeyRing {
        let keys = KeyRing()
        keys.breaksToys = breaksToys
        return keys
    }

    private func read() {
        keys = Self.none(breaksToys: breaksToys)
        keys.add(captureKeys)
        problems = []
        // Taken before the bytes: what is written meanwhile makes another state.
        states = paths.map { FileState(path: $0) }
        if !path.isEmpty { read(path, at: nil) }
        for (index, row) in rows.enumerated() {
            let place = KeySource.Place.keyTable(row: UInt32(clamping: index + 1))
            guard row.isFile else {
                // With its end, so that what is no key is not taken for one that is still being written.
                var text = row.value + [0x0A]
                defer { wipe(&text) }
                take(KeyFile.read(text, at: place))
                continue
            }
            read(row.path, at: place)
        }
    }

    private func read(_ path: String, at place: KeySource.Place?) {
        guard var bytes = FileState(path: path)?.contents(of: path, limit: Self.sizeLimit) else {
            return note(.keyFileUnreadable)
        }
        defer { wipe(&bytes) }
        take(KeyFile.read(bytes, at: place))
    }

    private func take(_ found: (keys: KeyRing, problems: [KeyFile.Problem])) {
        keys.add(found.keys)
        for problem in found.problems { note(problem.error == .key(.encrypted) ? .keyFileEncrypted : .keyFileLine) }
    }

    private func note(_ problem: Note) {
        if !problems.contains(problem) { problems.append(problem) }
    }
}

extension KeyRow {
    fileprivate var path: String { String(decoding: value, as: UTF8.self) }
}
