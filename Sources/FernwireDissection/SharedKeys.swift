// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireCrypto
import FernwireFiles
import FernwireSession

/// The user's keys, from the key file, the table of keys and the capture, for all our dissectors. Files are read again when
/// they change.
///
/// It is for one thread: the host's.
public final class SharedKeys {
    private(set) var ring = SharedKeys.none(allowsBruteForce: true)
    /// Whether keys that trying finds are found.
    var allowsBruteForce = true {
        didSet { ring.allowsBruteForce = allowsBruteForce }
    }
    /// What is wrong with the files and rows.
    private(set) var problems: [KeyProblem] = []
    private var path = ""
    /// The user's table of keys.
    private var rows: [KeyRow] = []
    /// The path of the key file, then those of the table's files.
    private var paths: [String] = []
    /// What the user says of each row of the table.
    private var comments: [[UInt8]] = []
    /// What travels with the capture.
    private var captureKeys = KeyRing()
    private var captureBlocks = 0
    private var captureBytes = 0
    /// The states of the files at these paths when they were read.
    private var states: [FileState?] = []

    /// Pre-shared and private keys of a capture, each, that are tried.
    static let captureLimit = 64
    /// Secrets blocks of a capture that are read, and bytes of all of them.
    static let (captureBlockLimit, captureByteLimit) = (4096, 16 << 20)

    /// Key files above this are refused: whatever they are, they are no key files.
    static let sizeLimit = 64 << 20

    public init() {}

    /// Takes the path of the key file and the table of keys, if they are not what they were.
    func use(path: String, rows: [KeyRow]) {
        guard path != self.path || rows != self.rows else { return }
        self.path = path
        if rows != self.rows {
            for index in self.rows.indices { wipe(&self.rows[index].value) }
            self.rows = rows
        }
        comments = rows.map(\.comment)
        findPaths()
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

    private static func none(allowsBruteForce: Bool) -> KeyRing {
        let keys = KeyRing()
        keys.allowsBruteForce = allowsBruteForce
        return keys
    }

    private func read() {
        ring = Self.none(allowsBruteForce: allowsBruteForce)
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

    /// Where a key stands, for people; empty when that is not known.
    func description(of place: KeySource.Place) -> String {
        switch place {
        case .unknown: return ""
        case .keyFile(let line): return "key file line \(line)"
        case .keyTable(let row):
            let comment = row >= 1 && row <= comments.count ? comments[Int(row) - 1] : []
            let text = String(decoding: comment, as: UTF8.self)
            return "key table row \(row)" + (text.isEmpty ? "" : " (\(text))")
        case .captureSecrets: return "capture secrets"
        }
    }
}
