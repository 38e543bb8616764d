// SPDX-License-Identifier: Apache-2.0
import FernwireFiles

/// Wireshark's file of preferences, for what must be known before Wireshark itself reads it: protocols are registered first.
public enum PreferencesFile {
    /// The most bytes of such a file.
    private static let limit = 4 << 20

    /// The value of a preference in the file at `path`; `nil` if it has none, or there is no file.
    public static func value(of name: String, in path: String) -> String? {
        guard let bytes = try? SmallFile.read(path, limit: limit).bytes else { return nil }
        var value: String?
        for line in bytes.split(separator: 0x0A) where line.starts(with: Array("\(name):".utf8)) {
            let text = String(decoding: line.dropFirst(name.utf8.count + 1), as: UTF8.self)
            value = String(text.drop { $0.isWhitespace })
            while value?.last?.isWhitespace == true { value?.removeLast() }
        }
        return value.flatMap { $0.isEmpty ? nil : $0 }
    }
}
