// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto
import FernwireWire

/// Reads lists of Fernet keys: one on each line, which a name may precede, or several with commas or blanks between them, as
/// settings hold the keys of Python's `MultiFernet`.
///
/// A key may stand in quotes, in Python's `b'…'`, and after `NAME=`. The reader passes over empty lines, lines that begin with
/// `#`, and comments after a blank and `#`.
public enum FernetKeyList {
    /// A key, and the place where it stands.
    public struct Entry: Sendable {
        /// The key.
        public var key: FernetKey
        /// The number of its line, counted from 1.
        public var line: Int
        /// Its number among the keys of its line, counted from 1; `nil` for the only one.
        public var number: Int?
        /// The name before the key; `nil` for none.
        public var name: [UInt8]?
    }

    /// A line that holds no key. A problem never says what stands in the line.
    public struct Problem: Equatable, Sendable {
        /// The number of the line, counted from 1.
        public var line: Int
        /// Whether a key in PEM begins at the line.
        public var isPEM: Bool
    }

    /// Reads all keys of a text.
    ///
    /// - Parameter limit: the most keys that are read; what follows is passed over.
    /// - Returns: the keys in their order, and a problem for each line that holds none.
    public static func read(_ text: [UInt8], limit: Int) -> (entries: [Entry], problems: [Problem]) {
        var (entries, problems): ([Entry], [Problem]) = ([], [])
        var line = 0
        for content in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            line += 1
            let content = KeyLineText.withoutComment(content)
            guard !content.isEmpty, content.first != UInt8(ascii: "#"), entries.count < limit else { continue }
            if let (keys, name) = keys(of: content) {
                for (index, key) in keys.prefix(limit - entries.count).enumerated() {
                    entries.append(Entry(key: key, line: line, number: keys.count > 1 ? index + 1 : nil, name: name))
                }
            } else {
                problems.append(Problem(line: line, isPEM: content.starts(with: Array("-----BEGIN ".utf8))))
            }
        }
        return (entries, problems)
    }

    /// Returns the keys of a line, and the name before the only one; `nil` if there is none, or text that is no key.
    private static func keys(of content: ArraySlice<UInt8>) -> (keys: [FernetKey], name: [UInt8]?)? {
        // The whole line comes first: of two keys, the first is no name.
        if let keys = list(content) { return (keys, nil) }
        let words = content.split(whereSeparator: KeyLineText.isBlank)
        if words.count == 2, let key = key(words[1]) { return ([key], Array(words[0])) }
        return list(KeyLineText.value(content)).map { ($0, nil) }
    }

    private static func list(_ text: ArraySlice<UInt8>) -> [FernetKey]? {
        var keys: [FernetKey] = []
        for part in text.split(whereSeparator: { $0 == UInt8(ascii: ",") || KeyLineText.isBlank($0) }) {
            guard let key = key(part) else { return nil }
            keys.append(key)
        }
        return keys.isEmpty ? nil : keys
    }

    private static func key(_ text: ArraySlice<UInt8>) -> FernetKey? {
        var value = Array(KeyLineText.value(text))
        defer { wipe(&value) }
        return try? FernetKey(text: value.rawSpan)
    }
}
