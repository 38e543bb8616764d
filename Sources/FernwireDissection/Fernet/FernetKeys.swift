// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireFiles
import FernwireSession

/// Fernet keys that have names, from a file or from a folder of files. Read again when those change.
struct FernetKeys {
    struct Named {
        /// What a user finds the key by.
        let name: [UInt8]
        let cipher: FernetCipher
    }

    private(set) var keys: [Named] = []
    /// What is wrong with the files: the path, the line and the reason.
    private(set) var problems: [[UInt8]] = []
    private var path = ""
    private var state: FileState?

    static let fileLimit = 1 << 20
    static let folderLimit = 256
    static let keyLimit = 1024
    /// Problems that are told.
    static let problemLimit = 8

    var hasKeys: Bool { !keys.isEmpty }

    /// Takes the path of a file or folder, if it is not what it was.
    mutating func use(path: String) {
        guard path != self.path else { return }
        self.path = path
        state = nil
        refresh()
    }

    mutating func refresh() {
        guard !path.isEmpty else {
            (keys, problems) = ([], [])
            return
        }
        let now = FileState(path: path)
        guard now == nil || now != state else { return }
        state = now
        (keys, problems) = ([], [])
        guard now?.isFolder == true else { return read(path, calledAs: nil) }
        let names = names(in: path)
        for name in names { read(path + "/" + name, calledAs: name) }
        if names.isEmpty { note("No Fernet keys in \(path): the folder has no files that you may read") }
    }

    private mutating func note(_ problem: String) {
        if problems.count < Self.problemLimit { problems.append(Array(problem.utf8)) }
    }

    private mutating func read(_ path: String, calledAs name: String?) {
        var bytes: [UInt8]
        do throws(FileFailure) {
            bytes = try SmallFile.read(path, limit: Self.fileLimit).bytes
        } catch {
            return note("Cannot read Fernet keys from \(path): \(error.reason)")
        }
        defer { wipe(&bytes) }
        let known = keys.count
        var line = 0
        var wrong: (line: Int, isPEM: Bool)?
        for content in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            line += 1
            let content = KeyLineText.withoutComment(content)
            guard !content.isEmpty, content.first != UInt8(ascii: "#"), keys.count < Self.keyLimit else { continue }
            if let key = named(content, line, calledAs: name) {
                keys.append(key)
            } else if wrong == nil {
                wrong = (line, content.starts(with: Array("-----BEGIN ".utf8)))
            }
        }
        if let wrong {
            let reason =
                wrong.isPEM
                ? "a PEM, which belongs into Fernwire's key file; here are Fernet keys"
                : "not a Fernet key (44 characters of base64url), with a name before it or without"
            note("No key in \(path), line \(wrong.line): \(reason)")
        } else if keys.count == known {
            note("No Fernet keys in \(path): it is empty, or has nothing but comments")
        }
    }

    /// The key of a line, if it holds one.
    private func named(_ content: ArraySlice<UInt8>, _ line: Int, calledAs name: String?) -> Named? {
        let words = content.split(whereSeparator: KeyLineText.isBlank)
        guard let last = words.last, words.count <= 2 else { return nil }
        var text = Array(KeyLineText.value(last))
        defer { wipe(&text) }
        guard let key = try? FernetKey(text: text.rawSpan) else { return nil }
        let given = words.count == 2 ? Array(words[0]) : nil
        return Named(
            name: given ?? name.map { Array($0.utf8) } ?? Array("line \(line)".utf8), cipher: FernetCipher(key: key))
    }

    /// Returns the names of the folder's files in order, but for hidden ones.
    private func names(in path: String) -> [String] {
        guard var folder = try? Folder(path) else { return [] }
        var names: [String] = []
        while names.count < Self.folderLimit, let name = folder.next() {
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }
}
