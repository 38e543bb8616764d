// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import Glibc

/// Fernet keys that have names, from a file or from a folder of files. Read again when those change.
struct FernetKeys {
    struct Named {
        /// What a user finds the key by.
        let name: [UInt8]
        let cipher: FernetCipher
    }

    private(set) var keys: [Named] = []
    private(set) var isUnreadable = false
    private var path = ""
    private var state: FileState?

    static let fileLimit = 1 << 20
    static let folderLimit = 256
    static let keyLimit = 1024

    mutating func use(path: String) {
        self.path = path
        state = nil
        refresh()
    }

    mutating func refresh() {
        guard !path.isEmpty else {
            (keys, isUnreadable) = ([], false)
            return
        }
        let now = FileState(path: path)
        guard now == nil || now != state else { return }
        state = now
        keys = []
        if now?.isFolder == true {
            for name in names(in: path) { read(path + "/" + name, calledAs: name) }
        } else {
            read(path, calledAs: nil)
        }
        isUnreadable = keys.isEmpty
    }

    private mutating func read(_ path: String, calledAs name: String?) {
        guard var bytes = FileState(path: path)?.contents(of: path, limit: Self.fileLimit) else { return }
        defer { wipe(&bytes) }
        var line = 0
        for content in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            line += 1
            guard keys.count < Self.keyLimit else { return }
            let words = content.split {
                $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: "\r")
            }
            guard let last = words.last, words.count <= 2 else { continue }
            var text = Array(last)
            defer { wipe(&text) }
            guard let key = try? FernetKey(text: text.rawSpan) else { continue }
            let given = words.count == 2 ? Array(words[0]) : nil
            keys.append(
                Named(
                    name: given ?? name.map { Array($0.utf8) } ?? Array("line \(line)".utf8),
                    cipher: FernetCipher(key: key)))
        }
    }

    /// Names of the folder's files, in order.
    private func names(in folder: String) -> [String] {
        // The C library's own memory, valid until the folder is closed; each name is copied out.
        guard let handle = unsafe opendir(folder) else { return [] }
        defer { unsafe closedir(handle) }
        var names: [String] = []
        while names.count < Self.folderLimit, let entry = unsafe readdir(handle) {
            // Up to its NUL: the array's declared length may reach beyond the entry.
            let offset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
            let start = unsafe UnsafeRawPointer(entry).advanced(by: offset).assumingMemoryBound(to: CChar.self)
            let name = unsafe String(cString: start)
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }
}
