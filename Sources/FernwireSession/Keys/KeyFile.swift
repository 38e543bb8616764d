// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto
import FernwireWire

/// Reads key files. A file may have several keys: Fernet keys, other pre-shared keys of 16 or 32 bytes in hexadecimal
/// or base64, RSA private keys in PEM, and key-log lines. It may also be the bare 16 or 32 bytes of one key.
///
/// A key may stand in quotes, in Python's `b'…'`, and after `NAME=`. The reader passes over empty lines, lines that
/// begin with `#`, comments after a blank and `#`, a byte order mark at the beginning, and key-log lines whose label or
/// suite is not known. PROTOCOL.md §9.1.
public enum KeyFile {
    /// The type of the pcapng Decryption Secrets Block that holds a key file. It is a private type, as no registered
    /// one fits.
    public static let secretsType: UInt32 = 0x4657_4B46

    /// A line that holds no key. A problem never says what stands in the line.
    public struct Problem: Equatable, Sendable {
        /// The number of the line, counted from 1.
        public var line: Int
        /// The reason why the line holds no key.
        public var error: Failure
    }

    /// A reason why a line of a key file holds no key.
    public enum Failure: Equatable, Sendable, CustomStringConvertible {
        /// The private key in PEM that begins at the line is refused.
        case key(KeyError)
        /// The line is neither a pre-shared key nor a key-log line that can be read.
        case line(KeyLogError)

        /// The reason in words, for people. It never says what stands in the line.
        public var description: String {
            switch self {
            case .key(let error): error.description
            case .line(let error): error.description
            }
        }
    }

    /// Reads all keys of a key file.
    ///
    /// - Parameter place: where all of the text stands; `nil` for a key file of its own, whose lines are told.
    ///
    /// - Returns: the keys, and a problem for each line that holds none. A last line without LF that is no key yet may
    ///   be still being written, and is no problem.
    public static func read(_ text: [UInt8], at place: KeySource.Place? = nil) -> (keys: KeyRing, problems: [Problem]) {
        // The bare bytes of a key have no lines.
        if let key = SymmetricKeyText.decode(file: text) {
            let keys = KeyRing()
            keys.add(key, from: place ?? .keyFile(line: 1))
            return (keys, [])
        }
        var reader = Reader(text: text, wholePlace: place)
        reader.read()
        return (reader.keys, reader.problems)
    }

    private struct Reader {
        let text: [UInt8]
        let wholePlace: KeySource.Place?
        let keys = KeyRing()
        var problems: [Problem] = []
        var offset = 0
        var line = 0

        func place(_ line: Int) -> KeySource.Place {
            wholePlace ?? .keyFile(line: UInt32(clamping: line))
        }

        mutating func read() {
            let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
            if text.starts(with: mark) { offset = mark.count }
            while let line = nextLine() {
                let content = KeyLineText.withoutComment(line)
                if content.isEmpty || content.first == UInt8(ascii: "#") { continue }
                if content.starts(with: Array("-----BEGIN ".utf8)) {
                    readPEM(from: content)
                } else if let key = SymmetricKeyText.decode(content)
                    ?? SymmetricKeyText.decode(KeyLineText.value(content))
                {
                    keys.add(key, from: place(self.line))
                } else {
                    readLogLine(content)
                }
            }
        }

        /// Returns the next line without its end, which may be LF or CR LF; `nil` at the end of the text.
        mutating func nextLine() -> ArraySlice<UInt8>? {
            guard offset < text.count else { return nil }
            let end = text[offset...].firstIndex(of: UInt8(ascii: "\n")) ?? text.count
            defer { offset = end + 1 }
            line += 1
            return text[offset..<end]
        }

        mutating func readLogLine(_ content: ArraySlice<UInt8>) {
            do {
                keys.add(try KeyLogEntry(line: content), from: place(line))
            } catch {
                let isUnfinished = offset > text.count
                if !isUnfinished, !error.isDisregarded { problems.append(Problem(line: line, error: .line(error))) }
            }
        }

        mutating func readPEM(from first: ArraySlice<UInt8>) {
            let firstLine = line
            var end: Int?
            while let line = nextLine() {
                let content = KeyLineText.withoutComment(line)
                guard content.starts(with: Array("-----END ".utf8)) else { continue }
                end = content.endIndex
                break
            }
            guard let end else {
                // The key is unfinished, like a last line without LF.
                return
            }
            do {
                let key = try RSAPrivateKey(pem: Array(text[first.startIndex..<end] + [0x0A]).rawSpan)
                keys.add(key, from: place(firstLine))
            } catch {
                problems.append(Problem(line: firstLine, error: .key(error)))
            }
        }
    }
}
