// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession

/// The user's key file, read again when it changes.
struct KeyFileReader {
    private(set) var keys = KeyFileReader.none(breaksToys: true)
    /// Rises with each reading.
    private(set) var generation = 0
    /// Whether keys that trying finds are found.
    var breaksToys = true {
        didSet {
            guard breaksToys != oldValue else { return }
            keys.breaksToys = breaksToys
            generation += 1
        }
    }
    /// What is wrong with the file.
    private(set) var problems: [Note] = []
    private var path = ""
    /// What travels with the capture.
    private var captureKeys = KeyRing()
    private var state: FileState?

    /// Pre-shared and private keys of a capture, each, that are tried.
    static let captureLimit = 64

    /// Key files above this are refused: whatever they are, they are no key files.
    static let sizeLimit = 64 << 20

    mutating func use(path: String) {
        self.path = path
        state = nil
        read()
    }

    /// Takes keys that travel with the capture, in the form of a key file.
    mutating func add(secrets: RawSpan) {
        var text = Array(secrets)
        defer { wipe(&text) }
        guard text.count <= Self.sizeLimit else { return }
        let new = KeyFile.read(text, isInCapture: true).keys.beyond(captureKeys, limit: Self.captureLimit)
        captureKeys.add(new)
        keys.add(new)
        generation += 1
    }

    mutating func forgetSecrets() {
        guard !captureKeys.isEmpty else { return }
        captureKeys = KeyRing()
        read()
    }

    /// Reads the file again if it is not the one that was read.
    mutating func refresh() {
        guard !path.isEmpty, FileState(path: path) != state else { return }
        read()
    }

    private static func none(breaksToys: Bool) -> KeyRing {
        var keys = KeyRing()
        keys.breaksToys = breaksToys
        return keys
    }

    private mutating func read() {
        generation += 1
        keys = Self.none(breaksToys: breaksToys)
        keys.add(captureKeys)
        problems = []
        guard !path.isEmpty else { return }
        // Taken before the bytes: what is written meanwhile makes another state.
        state = FileState(path: path)
        guard let state, var bytes = state.contents(of: path, limit: Self.sizeLimit) else {
            problems = [.keyFileUnreadable]
            return
        }
        defer { wipe(&bytes) }
        let found = KeyFile.read(bytes)
        keys.add(found.keys)
        let isEncrypted = found.problems.contains { $0.error == .key(.encrypted) }
        let isOther = found.problems.contains { $0.error != .key(.encrypted) }
        problems = (isEncrypted ? [.keyFileEncrypted] : []) + (isOther ? [.keyFileLine] : [])
    }
}
