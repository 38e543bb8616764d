// SPDX-License-Identifier: Apache-2.0

/// Keys that begin with `-` and have a meaning here, or for whoever reads descriptions with this library.
enum ExtensionNames {
    private static let all = [
        "-check", "-keep", "-note", "-hidden", "-payload", "-orig-id", "-wireshark", "-keys",
    ]

    /// The key that was probably meant by one that has no meaning; `nil` for one that is like none.
    static func meant(by key: String) -> String? {
        guard !all.contains(key), key.utf8.count <= 12 else { return nil }
        return all.first { distance(Array($0.utf8), Array(key.utf8)) <= 2 }
    }

    /// How many letters must be added, left out or changed to make one text of the other.
    private static func distance(_ one: [UInt8], _ other: [UInt8]) -> Int {
        var row = Array(0...other.count)
        for (index, letter) in one.enumerated() {
            var last = row[0]
            row[0] = index + 1
            for place in other.indices {
                let changed = last + (letter == other[place] ? 0 : 1)
                last = row[place + 1]
                row[place + 1] = min(changed, row[place] + 1, last + 1)
            }
        }
        return row[other.count]
    }
}
