// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireCrypto
import FernwireSession

/// The user's keys, from the key file, the table of keys and the capture, for all our dissectors. Files are read again when
/// they change.
///
/// For one thread: the host's.
public final class SharedKeys {
    private(set) var ring = SharedKeys.none(breaksToys: true)
    /// Whether keys that trying finds are found.
    var breaksToys = true {
        didSet { ring.breaksToys = breaksToys }
    }
    /// What is wrong with the files and rows.
    private(set) var problems: [KeyProblem] = []
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
    private var comments: [[UInt8]] = []
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

    public init() {}

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
        ring.add(found, beyond: captureKeys, limit: Self.captureLimit)
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
        ring = Self.none(breaksToys: breaksToys)
        ring.add(captureKeys)
        problems = []
        // Taken before the bytes: what is written meanwhile makes another state.
        states = paths.map { FileState(path: $0) }
        if !path.isEmpty { take(KeyText.read(path: path, at: nil)) }
        for (index, row) in rows.enumerated() {
            take(
                KeyText.read(row, at: .keyTable(row: UInt32(clamping: index + 1)), "row \(index + 1) of the key table"))
        }
    }

    private func take(_ found: (keys: KeyRing, problems: [KeyProblem])) {
        ring.add(found.keys)
        problems += found.problems
    }

    // MARK: Where a key stands

    /// Writes where a key stands, after `separator`.
    func write(_ place: KeySource.Place, after separator: StaticString, to text: inout PlanText) {
        switch place {
        case .unknown: break
        case .keyFile(let line):
            text.write(separator)
            text.write("key file line ")
            text.write(line)
        case .keyTable(let row):
            text.write(separator)
            text.write("key table row ")
            text.write(row)
            guard row >= 1, row <= comments.count else { break }
            let comment = comments[Int(row) - 1]
            guard !comment.isEmpty else { break }
            text.write(" (")
            text.write(comment.rawSpan)
            text.write(")")
        case .captureSecrets:
            text.write(separator)
            text.write("capture secrets")
        }
    }
}
