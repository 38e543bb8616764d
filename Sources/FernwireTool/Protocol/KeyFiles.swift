// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import DescribedDissection
import FernwireConsole
import FernwireCrypto
import FernwireFiles

/// Keys of described protocols, from files and folders.
enum KeyFiles {
    /// Files of a folder that are read.
    private static let folderLimit = 256

    static func read(_ paths: [String]) throws(CommandError) -> KeyCollection {
        let keys = KeyCollection()
        for path in paths {
            guard let names = Folder.names(in: path) else {
                try add(path, name: path, to: keys)
                continue
            }
            guard names.count <= folderLimit else {
                throw CommandError("\(path) has \(names.count) files; at most \(folderLimit) are read as keys")
            }
            for name in names.sorted() where !name.hasPrefix(".") { try add(path + "/" + name, name: name, to: keys) }
        }
        guard paths.isEmpty || keys.count > 0 else { throw CommandError("\(paths.joined(separator: ", ")): no keys") }
        return keys
    }

    private static func add(_ path: String, name: String, to keys: KeyCollection) throws(CommandError) {
        var text = try FileAccess.read(path)
        keys.add(text, from: name)
        wipe(&text)
    }
}
