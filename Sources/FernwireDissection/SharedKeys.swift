// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireCrypto
import FernwireFiles
import FernwireSession

/// The user's keys, from the key file, the table of keys and the capture, shared by all our dissectors. Files are read
/// again when they change.
///
/// Dissectors of other protocols read the same texts in their own way: see ``KeyReader``.
///
/// It is for one thread: the host's.
public final class SharedKeys {
    private(set) var ring = SharedKeys.none(allowsBruteForce: true)
    /// Whether keys are also looked for by trying all of them.
    var allowsBruteForce = true {
        didSet { ring.allowsBruteForce = allowsBruteForce }
    }
    /// The problems with the files and rows.
    private(set) var problems: [KeyProblem] = []
    private var path = ""
    /// The path of the file of passphrases, and what it held.
    private var passphrasePath = ""
    private var passphrases = Passphrases()
    /// The user's table of keys.
    private var rows: [KeyRow] = []
    /// The paths of the key file and of the file of passphrases, then those of the table's files.
    private var paths: [String] = []
    /// The user's comment on each row of the table.
    private var comments: [[UInt8]] = []
    /// The keys that travel with the capture.
    private var captureKeys = KeyRing()
    private var captureBlocks = 0
    private var hasCaptureTexts = false
    private var captureBytes = 0
    /// The states of the files at these paths when they were read.
    private var states: [FileState?] = []

    /// The most keys of a capture that are tried, of pre-shared and private ones each.
    static let captureLimit = 64
    /// The most secrets blocks of a capture that are read, and the most bytes of all of them.
    static let (captureBlockLimit, captureByteLimit) = (4096, 16 << 20)

    /// The most bytes of a key file: a larger file is refused, whatever it is.
    static let sizeLimit = 64 << 20

    /// The most bytes of a file of passphrases.
    static let passphraseSizeLimit = 64 << 10

    private var readers: [any KeyReader] = []

    public init() {}

    /// Why a row must not be in the table of keys; `nil` when it may.
    func refusal(of row: KeyRow) -> String? {
        guard let refusal = KeyText.refusal(of: row, passphrases: passphrases) else { return nil }
        var text = row.value
        if row.isFile { text = (try? SmallFile.read(row.path, limit: Self.sizeLimit).bytes) ?? [] }
        defer { wipe(&text) }
        return readers.contains { $0.holdsKey(text) } ? nil : refusal
    }

    /// Hands the texts of keys to a reader, too, from the next time on that they are read.
    public func add(_ reader: any KeyReader) {
        readers.append(reader)
    }

    /// Takes a key file, and further files as a table of keys.
    ///
    /// - Parameter passphrases: the path of a file of passphrases for encrypted private keys, one on a line; empty for none.
    /// - Returns: what is wrong with them, a sentence each.
    public func use(files: [String], passphrases: String = "") -> [String] {
        let rows = files.dropFirst().map { KeyRow(isFile: true, value: Array($0.utf8), comment: []) }
        use(path: files.first ?? "", rows: rows, passphrases: passphrases)
        return problems.map { String(decoding: $0.text, as: UTF8.self) }
    }

    /// Takes the paths of the key file and of the file of passphrases, and the table of keys, if they have changed.
    func use(path: String, rows: [KeyRow], passphrases: String) {
        guard path != self.path || rows != self.rows || passphrases != passphrasePath else { return }
        self.path = path
        passphrasePath = passphrases
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
        hasCaptureTexts = true
        captureBytes += secrets.byteCount
        guard captureBlocks <= Self.captureBlockLimit, captureBytes <= Self.captureByteLimit else { return }
        var text = Array(secrets)
        defer { wipe(&text) }
        for reader in readers { reader.addCaptureKeys(text) }
        let found = KeyFile.read(text, at: .captureSecrets).keys
        ring.add(found, beyond: captureKeys, limit: Self.captureLimit)
    }

    func forgetSecrets() {
        (captureBlocks, captureBytes) = (0, 0)
        guard hasCaptureTexts else { return }
        hasCaptureTexts = false
        captureKeys = KeyRing()
        for reader in readers { reader.forgetCaptureKeys() }
        read()
    }

    /// Reads the files again if one has changed.
    func refresh() {
        guard !paths.isEmpty, paths.map({ FileState(path: $0) }) != states else { return }
        read()
    }

    private func findPaths() {
        paths = [path, passphrasePath].filter { !$0.isEmpty } + rows.filter(\.isFile).map(\.path)
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
        for reader in readers { reader.forget() }
        // The states are taken before the bytes: a change in between makes another state.
        states = paths.map { FileState(path: $0) }
        readPassphrases()
        if !path.isEmpty {
            take(
                KeyText.read(path: path, at: nil, passphrases: passphrases) {
                    hand($0, from: "key file", tellsLines: true)
                })
        }
        for (index, row) in rows.enumerated() {
            let place = KeySource.Place.keyTable(row: UInt32(clamping: index + 1))
            take(
                KeyText.read(row, at: place, "row \(index + 1) of the key table", passphrases: passphrases) {
                    hand($0, from: description(of: place), tellsLines: false)
                })
        }
    }

    private func readPassphrases() {
        passphrases = Passphrases()
        guard !passphrasePath.isEmpty else { return }
        do throws(FileFailure) {
            var text = try SmallFile.read(passphrasePath, limit: Self.passphraseSizeLimit).bytes
            defer { wipe(&text) }
            passphrases = Passphrases(text: text)
        } catch {
            problems.append(
                KeyProblem(.keyFileUnreadable, "Cannot read passphrases from \(passphrasePath): \(error.reason)"))
        }
    }

    private func hand(_ text: [UInt8], from place: String, tellsLines: Bool) {
        for reader in readers { reader.add(text, from: place, tellsLines: tellsLines) }
    }

    private func take(_ found: (keys: KeyRing, problems: [KeyProblem])) {
        ring.add(found.keys)
        problems += found.problems
    }

    // MARK: Where a key stands

    /// Writes the kind of a key and the place where it stands, as text for people.
    ///
    /// - Parameter keyID: the name that the peers have for a pre-shared key; empty for none.
    public func write(_ source: KeySource, keyID: [UInt8], _ write: ([UInt8]) -> Void) {
        let kind =
            switch source.kind {
            case .presharedKey: "pre-shared key"
            case .privateKey: "private key"
            case .keyLog: "key log"
            case .bruteForce: "a key found by trying"
            }
        write(Array(kind.utf8))
        if source.kind == .presharedKey, !keyID.isEmpty { write([UInt8(ascii: " ")] + keyID) }
        let place = description(of: source.place)
        if !place.isEmpty { write(Array(", \(place)".utf8)) }
    }

    /// Returns the place of a key in words for people; empty when it is not known.
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

/// Reads the texts of keys for dissectors of other protocols.
public protocol KeyReader: AnyObject {
    /// Forgets the user's keys: they are read anew.
    func forget()
    /// Forgets the keys that came with a capture.
    func forgetCaptureKeys()
    /// Takes all keys of a text that travels with the capture, which is wiped afterwards. Anyone may have written it.
    func addCaptureKeys(_ text: [UInt8])
    /// Whether a text holds a key that is one beyond doubt: a line of text alone may be a password, or a mistake.
    func holdsKey(_ text: [UInt8]) -> Bool
    /// Takes all keys of a text, which is wiped afterwards.
    ///
    /// - Parameters:
    ///   - place: where the text stands, for people.
    ///   - tellsLines: whether the line of a key in it says more.
    func add(_ text: [UInt8], from place: String, tellsLines: Bool)
}
