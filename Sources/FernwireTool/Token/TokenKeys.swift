// SPDX-License-Identifier: Apache-2.0
import FernwireConsole
import FernwireCrypto
import FernwireDissection
import FernwireFiles
import FernwireSession

/// The Fernet keys of the files and folders that `--keys` names, in their order.
struct TokenKeys {
    /// What a key is for, as Keystone and `MultiFernet` call it.
    enum Role: String {
        /// It makes new tokens.
        case primary
        /// It made tokens once.
        case secondary
        /// It is going to be the primary key.
        case staged
    }

    /// A key with its place.
    struct Key {
        let cipher: FernetCipher
        /// The path of its file.
        let path: String
        /// Its line; `nil` for the only key of a file in a folder.
        let line: Int?
        /// Its number among the keys of its line; `nil` for the only one.
        let number: Int?
        /// The name that stands before it.
        let name: String?
        let role: Role?
        let isInFolder: Bool

        /// The place of the key, for people.
        var description: String {
            var parts = [harmless(Array(path.utf8))]
            if let line { parts.append("line \(line)") }
            if let number { parts.append("key \(number)") }
            if let name { parts.append(name) }
            if let role { parts.append(role.rawValue) }
            return parts.joined(separator: ", ")
        }
    }

    private(set) var keys: [Key] = []
    /// The key that makes new tokens: in the first path, the primary key of a folder of Keystone's, or the first of a file.
    /// `nil` where that is a folder whose files have no numbers.
    private(set) var primary: Key?

    /// - Throws: why one of the paths gives no key. Lines and files that hold none beside others that do are reported as
    ///   warnings.
    init(_ paths: [String]) throws(CommandError) {
        for path in paths {
            var found = FernetKeys(.anyKeys)
            found.use(path: path)
            let problems = found.problems.map { harmless($0) }
            guard !found.keys.isEmpty else {
                throw CommandError(problems.first ?? "No Fernet keys in \(harmless(Array(path.utf8)))")
            }
            for problem in problems { StandardOutput.write(errorLine: "warning: \(problem)") }
            let added = Self.keys(found.keys)
            if keys.isEmpty {
                primary = added.first { $0.role == .primary } ?? added.first { !$0.isInFolder }
            }
            keys += added
        }
    }

    /// Whether a text that names no file is a key, or is likely to be one that was mistyped.
    static func isKey(_ path: String) -> Bool {
        guard FileState(path: path) == nil else { return false }
        let text = Array(path.utf8)
        if SymmetricKeyText.decode(text[...]) != nil { return true }
        let isLikely = text.count >= 32 && text.allSatisfy { Base64URL.value(of: $0) != nil || $0 == UInt8(ascii: "=") }
        return isLikely || !FernetKeyList.read(text, limit: 1).entries.isEmpty
    }

    /// Returns the keys of one path with their roles.
    private static func keys(_ found: [FernetKeys.Named]) -> [Key] {
        let numbers = found.map { $0.file?.nameInFolder.flatMap(keystoneNumber) }
        let highest = numbers.compactMap(\.self).max()
        let keysOfFile = Dictionary(grouping: found.compactMap { $0.file?.path }, by: \.self).mapValues(\.count)
        return zip(found, numbers).enumerated().compactMap { index, pair in
            guard let file = pair.0.file else { return nil }
            let isInFolder = file.nameInFolder != nil
            let isOnlyOne = keysOfFile[file.path] == 1
            let role: Role? =
                switch pair.1 {
                case let number? where number == highest: .primary
                case 0?: .staged
                case .some: .secondary
                case nil: index == 0 && !isInFolder && !isOnlyOne ? .primary : nil
                }
            let ownName = file.nameInFolder ?? "line \(file.line)"
            let name = harmless(pair.0.name)
            return Key(
                cipher: pair.0.cipher, path: file.path, line: isInFolder && isOnlyOne ? nil : file.line,
                number: file.number, name: name == harmless(Array(ownName.utf8)) ? nil : name, role: role,
                isInFolder: isInFolder)
        }
    }

    /// The number of a file in Keystone's key repository. Keystone passes over files with other names.
    private static func keystoneNumber(_ name: String) -> Int? {
        name.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(name) : nil
    }
}
