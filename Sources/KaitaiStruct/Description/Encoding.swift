// SPDX-License-Identifier: Apache-2.0
import YAML

/// The encoding of text, by the name that the language recommends.
enum Encoding {
    private static let canonical: [String] =
        [
            "ASCII", "UTF-8", "UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE", "IBM437", "IBM850", "IBM866", "Shift_JIS",
            "SJIS",
            "EUC-JP", "EUC-KR", "Big5", "GB2312", "GBK", "GB18030", "KOI8-R", "KOI8-U", "ISO-2022-JP", "macintosh",
        ] + (1...16).filter { $0 != 12 }.map { "ISO-8859-\($0)" } + (1250...1258).map { "windows-\($0)" }

    private static let aliases: [String: String] = [
        "us-ascii": "ASCII", "utf8": "UTF-8", "utf16le": "UTF-16LE", "utf16be": "UTF-16BE", "latin1": "ISO-8859-1",
        "latin-1": "ISO-8859-1", "cp437": "IBM437", "cp866": "IBM866", "cp1251": "windows-1251",
        "cp1252": "windows-1252",
        "shift-jis": "Shift_JIS", "shift_jis": "Shift_JIS",
    ]

    /// Warns of a name that is unknown or not the recommended one.
    static func check(_ encoding: (name: String, place: TextPlace)?, for reader: DescriptionReader) {
        guard let encoding, !canonical.contains(encoding.name) else { return }
        let message =
            if let known = canonicalName(of: encoding.name) {
                "write \(known), the recommended name of the encoding \(encoding.name)"
            } else {
                "unknown encoding \(encoding.name)"
            }
        reader.diagnostics.warning(message, at: encoding.place, in: reader.file)
    }

    /// The recommended name of an encoding; `nil` for one that is not known.
    static func canonicalName(of name: String) -> String? {
        let small = name.lowercased()
        return canonical.first { $0.lowercased() == small } ?? aliases[small]
    }

    /// Bytes of a unit of text, as which a terminator is searched.
    static func unit(of name: String) -> Int {
        switch canonicalName(of: name) ?? name {
        case "UTF-16LE", "UTF-16BE": 2
        case "UTF-32LE", "UTF-32BE": 4
        default: 1
        }
    }
}
