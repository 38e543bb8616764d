// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireFiles
import FernwireSession

/// Fernet keys from a file or from a folder of files. They are read again when those change.
package struct FernetKeys {
    /// A key, and the place where it stands.
    package struct Named {
        /// The name by which a user finds the key.
        package let name: [UInt8]
        package let cipher: FernetCipher
        /// The file that holds the key; `nil` for a key of elsewhere.
        package var file: File?
    }

    /// The file of a key.
    package struct File {
        package var path: String
        /// The name of the file in the folder that was given; `nil` where the file itself was given.
        package var nameInFolder: String?
        /// The line of the key, counted from 1.
        package var line: Int
        /// The number of the key among those of its line, counted from 1; `nil` for the only one.
        package var number: Int?
    }

    /// The files that are read as files of keys.
    package enum Form {
        /// Files that hold Fernet keys only.
        case fernetKeys
        /// Files that hold any kinds of keys, as Fernwire's key files do: the Fernet keys among them are taken. They may be
        /// pipes, too.
        case anyKeys
    }

    package private(set) var keys: [Named] = []
    /// The problems with the files: the path, the line and the reason.
    package private(set) var problems: [[UInt8]] = []
    private let form: Form
    private var path = ""
    private var state: FileState?
    /// The files of the folder that were read, and how they were then: what is written into one leaves the folder as it is.
    private var files: [(path: String, state: FileState?)] = []

    static let fileLimit = 1 << 20
    static let folderLimit = 256
    static let keyLimit = 1024
    /// The most problems that are told.
    static let problemLimit = 8
    /// Seconds for which bytes of a pipe are awaited.
    static let pipeTimeout: Int32 = 10

    package init(_ form: Form = .fernetKeys) {
        self.form = form
    }

    var hasKeys: Bool { !keys.isEmpty }

    /// Takes the path of a file or folder, if it has changed.
    package mutating func use(path: String) {
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
        guard now == nil || now != state || files.contains(where: { $0.state != FileState(path: $0.path) }) else {
            return
        }
        (state, files) = (now, [])
        (keys, problems) = ([], [])
        guard now?.isFolder == true else { return read(path, calledAs: nil) }
        let names = names(in: path)
        for name in names {
            let file = path + "/" + name
            files.append((file, FileState(path: file)))
            read(file, calledAs: name)
        }
        if names.isEmpty { note("No Fernet keys in \(path): the folder has no files that you may read") }
    }

    private mutating func note(_ problem: String) {
        if problems.count < Self.problemLimit { problems.append(Array(problem.utf8)) }
    }

    private mutating func read(_ path: String, calledAs name: String?) {
        var bytes: [UInt8]
        do throws(FileFailure) {
            let timeout = form == .anyKeys ? Self.pipeTimeout : nil
            bytes = try SmallFile.read(path, limit: Self.fileLimit, pipeTimeout: timeout).bytes
        } catch {
            return note("Cannot read Fernet keys from \(path): \(error.reason)")
        }
        defer { wipe(&bytes) }
        let known = keys.count
        let problem = read(bytes, File(path: path, nameInFolder: name, line: 0))
        if let problem {
            let reason =
                problem.isPEM
                ? "a PEM, which belongs into Fernwire's key file; here are Fernet keys"
                : "not a Fernet key (44 characters of base64url), with a name before it or without"
            note("No key in \(path), line \(problem.line): \(reason)")
        } else if keys.count == known {
            let reason =
                form == .anyKeys && bytes.contains { !$0.isBlank }
                ? "its lines hold none" : "it is empty, or has nothing but comments"
            note("No Fernet keys in \(path): \(reason)")
        }
    }

    /// Takes the keys of a text, and returns the first line that holds none.
    private mutating func read(_ text: [UInt8], _ file: File) -> FernetKeyList.Problem? {
        let list = FernetKeyList.read(text, limit: Self.keyLimit - keys.count)
        var (found, problems) = (list.entries.map { named($0, file) }, list.problems)
        if form == .anyKeys {
            let (others, problemsOfOthers) = KeyFile.read(text)
            let lines = Set(list.entries.map(\.line))
            for key in others.fernetKeys {
                guard case .keyFile(let line) = key.place, !lines.contains(Int(line)) else { continue }
                var place = file
                place.line = Int(line)
                found.append(Named(name: Array("line \(line)".utf8), cipher: key.cipher, file: place))
            }
            found.sort { ($0.file?.line ?? 0, $0.file?.number ?? 0) < ($1.file?.line ?? 0, $1.file?.number ?? 0) }
            let wrong = Set(problemsOfOthers.map(\.line))
            problems.removeAll { !wrong.contains($0.line) }
        }
        keys += found.prefix(Self.keyLimit - keys.count)
        return problems.first
    }

    private func named(_ entry: FernetKeyList.Entry, _ file: File) -> Named {
        var place = file
        (place.line, place.number) = (entry.line, entry.number)
        let name = entry.name ?? Array((file.nameInFolder ?? "line \(entry.line)").utf8)
        return Named(name: name, cipher: FernetCipher(key: entry.key), file: place)
    }

    /// Returns the names of the folder's files in order, without hidden ones.
    private func names(in path: String) -> [String] {
        guard var folder = try? Folder(path) else { return [] }
        var names: [String] = []
        while names.count < Self.folderLimit, let name = folder.next() {
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }
}

extension UInt8 {
    fileprivate var isBlank: Bool { self == UInt8(ascii: "\n") || KeyLineText.isBlank(self) }
}
