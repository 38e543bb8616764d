// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto
import FernwireWire

/// Reads whatever keys a user has, several in one file included: Fernet keys, other pre-shared keys of 16 or 32 bytes in
/// hexadecimal or base64, RSA private keys in PEM, key-log lines; or the bare 16 or 32 bytes of one key.
/// A key may stand in quotes, in Python's `b'…'`, and after `NAME=`. Empty lines, lines that begin with `#`, comments after
/// a blank and `#`, and a byte order mark at the beginning are passed over, and so are lines of key logs whose label or
/// suite is not known. PROTOCOL.md §9.1.
public enum KeyFile {
    /// Type of the pcapng Decryption Secrets Block that holds a key file: private, as no registered one fits.
    public static let secretsType: UInt32 = 0x4657_4B46

    /// A line that is no key. Never says what stands in it.
    public struct Problem: Equatable, Sendable {
        /// From 1.
        public var line: Int
        public var error: Failure
    }

    public enum Failure: Equatable, Sendable, CustomStringConvertible {
        /// Of a private key in PEM.
        case key(KeyError)
        case line(KeyLogError)

        public var description: String {
            switch self {
            case .key(let error): error.description
            case .line(let error): error.description
            }
        }
    }

    /// - Returns: the keys, and the lines that are none. A last line without LF that is no key yet may be still being
    ///   written, and is no problem.
    ///
    /// - Parameter place: where all of it stands; `nil` for a key file of its own, whose lines are told.
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

        /// The next line without its end, which may be LF or CR LF.
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
                // Unfinished, like a last line.
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
