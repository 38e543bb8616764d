// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession
import WireSchema

/// All keys that the user gave for described protocols, from files, tables and captures.
///
/// A text may hold keys in PEM, and a key a line: in hexadecimal, in base64 of either alphabet, or as text, each with or without
/// `NAME=` before it, in quotes or not. A file of 16, 24 or 32 bytes may be a key itself.
public final class KeyCollection {
    /// What one source has.
    struct Keys {
        fileprivate(set) var candidates: [Candidate] = []
        /// What private keys opened, by the hash of what was sent: see ``UnwrappedLine``.
        fileprivate(set) var unwrapped: [[UInt8]: (bytes: SecretBytes, place: String)] = [:]
    }

    /// The user's own.
    private(set) var own = Keys()
    /// Those that travel with the capture, which anyone may have written.
    private(set) var captured = Keys()
    /// A number that changes whenever the keys do.
    private(set) var version = 0

    /// Keys that are kept of either source; more are left out. Those of a capture are fewer: each is tried for each message.
    static let (limit, captureLimit) = (1024, 64)
    /// Characters of a line that may be a key.
    static let lineLimit = 4096

    /// Makes a collection without keys.
    public init() {}

    /// Forgets the user's own keys, which are read anew.
    public func forget() {
        own = Keys()
        version += 1
    }

    /// Forgets the keys that came with a capture.
    public func forgetCaptureKeys() {
        captured = Keys()
        version += 1
    }

    /// The number of the user's own keys.
    public var count: Int { own.candidates.count + own.unwrapped.count }

    /// Takes all keys of a text that travels with the capture.
    public func addCaptureKeys(_ text: [UInt8]) {
        version += 1
        read(text, from: "capture secrets", tellsLines: false, limit: Self.captureLimit, into: &captured)
    }

    /// Takes all keys of a text or file.
    ///
    /// - Parameters:
    ///   - text: what stands there.
    ///   - place: where it is, for people, such as `key file`.
    ///   - tellsLines: whether the line is told, too.
    public func add(_ text: [UInt8], from place: String, tellsLines: Bool = true) {
        version += 1
        read(text, from: place, tellsLines: tellsLines, limit: Self.limit, into: &own)
    }

    private func read(
        _ text: [UInt8], from place: String, tellsLines: Bool, limit: Int, into keys: inout Keys
    ) {
        if [16, 24, 32].contains(text.count), text.contains(where: { $0 < 0x20 && $0 != 0x0A && $0 != 0x0D }) {
            keys.add(Candidate(material: .bytes(SecretBytes(copying: text.rawSpan)), place: place), limit)
            return
        }
        var reader = KeyTextReader(text: text)
        while keys.candidates.count < limit || keys.unwrapped.count < limit, let item = reader.next() {
            let found = tellsLines ? "\(place) line \(item.line)" : place
            switch item.content {
            case .pem(let block):
                if keys.candidates.count < limit, let key = try? ObservedKey(Array(block).rawSpan) {
                    keys.add(Candidate(material: .encoded(key), place: found), limit)
                }
            case .line(let line): Self.read(line: line, from: found, limit: limit, into: &keys)
            }
        }
    }

    /// Whether a text holds a key beyond doubt: one in PEM, a line that names its key, or what a private key opened.
    public func holdsKey(_ text: [UInt8]) -> Bool {
        var reader = KeyTextReader(text: text)
        while let item = reader.next() {
            switch item.content {
            case .pem(let block): if (try? ObservedKey(Array(block).rawSpan)) != nil { return true }
            case .line(let line): if Self.name(line) != nil || UnwrappedLine(line) != nil { return true }
            }
        }
        return false
    }

    private static func read(line: ArraySlice<UInt8>, from place: String, limit: Int, into keys: inout Keys) {
        guard line.count <= lineLimit else { return }
        if let found = UnwrappedLine(line) {
            if keys.unwrapped.count < limit { keys.unwrapped[found.hash] = (found.bytes, place) }
            return
        }
        let value = KeyLineText.value(line)
        let name = name(line)
        for text in value == line ? [line] : [value, line] {
            let name = text == value ? name : nil
            for var bytes in decoded(text) {
                let secret = SecretBytes(copying: bytes.rawSpan)
                keys.add(Candidate(material: .bytes(secret), place: place, name: name), limit)
                wipe(&bytes)
            }
            var bytes = Array(text)
            let secret = SecretBytes(copying: bytes.rawSpan)
            keys.add(Candidate(material: .text(secret), place: place, name: name), limit)
            wipe(&bytes)
        }
    }

    /// The name before `=`.
    private static func name(_ line: ArraySlice<UInt8>) -> String? {
        guard KeyLineText.value(line) != line, let sign = line.firstIndex(of: UInt8(ascii: "=")) else { return nil }
        let name = KeyLineText.withoutComment(line[..<sign])
        return String(validating: name, as: UTF8.self)
    }

    /// What `text` is in hexadecimal and in base64, as far as it is.
    static func decoded(_ text: ArraySlice<UInt8>) -> [[UInt8]] {
        var found: [[UInt8]] = []
        if let bytes = Coding.hexadecimal(text), !bytes.isEmpty { found.append(bytes) }
        if text.count >= 8, let bytes = Coding.base64(text, isLenient: false), !bytes.isEmpty { found.append(bytes) }
        return found
    }
}

extension KeyCollection.Keys {
    fileprivate mutating func add(_ candidate: Candidate, _ limit: Int) {
        if candidates.count < limit { candidates.append(candidate) }
    }
}

/// Takes a text apart into blocks of PEM and lines.
struct KeyTextReader {
    enum Content {
        case pem(ArraySlice<UInt8>)
        case line(ArraySlice<UInt8>)
    }

    private let text: [UInt8]
    private var offset = 0
    private var line = 0

    init(text: [UInt8]) {
        self.text = text
        if text.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
    }

    /// The next block or line that is not empty, with the number of its first line.
    mutating func next() -> (content: Content, line: Int)? {
        while let found = nextLine() {
            let content = KeyLineText.withoutComment(found)
            if content.isEmpty || content.first == UInt8(ascii: "#") { continue }
            guard content.starts(with: Array("-----BEGIN ".utf8)) else { return (.line(content), line) }
            let first = line
            var end = content.endIndex
            while let next = nextLine() {
                end = next.endIndex
                if KeyLineText.withoutComment(next).starts(with: Array("-----END ".utf8)) { break }
            }
            return (.pem(text[content.startIndex..<end]), first)
        }
        return nil
    }

    private mutating func nextLine() -> ArraySlice<UInt8>? {
        guard offset < text.count else { return nil }
        let end = text[offset...].firstIndex(of: UInt8(ascii: "\n")) ?? text.count
        defer { offset = end + 1 }
        line += 1
        return text[offset..<end]
    }
}
