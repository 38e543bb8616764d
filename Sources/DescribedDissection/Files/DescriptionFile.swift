// SPDX-License-Identifier: Apache-2.0
public import FernwireFiles
public import KaitaiStruct

/// Reads the files of descriptions.
public struct DescriptionFile {
    /// Folders in which imports that begin with `/` are looked for, after that of the description.
    private let paths: [String]

    /// The most bytes of a description.
    public static let limit = 1 << 20

    /// - Parameter paths: folders in which imports that begin with `/` are looked for, after that of the description.
    public init(importPaths paths: [String] = []) {
        self.paths = paths
    }

    /// Why a file is no description.
    public enum Failure: Error {
        case file(FileFailure)
        case notUTF8
    }

    /// The text of a description.
    public func text(_ path: String) throws(Failure) -> String {
        let bytes: [UInt8]
        do throws(FileFailure) {
            bytes = try SmallFile.read(path, limit: Self.limit).bytes
        } catch {
            throw .file(error)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUTF8 }
        return text
    }

    /// The file that the one at `importer` imports as `name`, without `.ksy`. It lies beside the importer; if the name begins
    /// with `/`, in the importer's folder or one above it, in a folder `ks_path` in one of these, or in one of the paths.
    public func imported(_ name: String, by importer: String) -> Description.ImportedFile? {
        let folder = Self.folder(of: importer)
        guard name.hasPrefix("/") else { return file(folder + name + ".ksy") }
        var candidates: [String] = []
        for root in Self.above(folder) {
            candidates += [root + name.dropFirst() + ".ksy", root + "ks_path" + name + ".ksy"]
        }
        for path in paths { candidates.append(path + name + ".ksy") }
        return candidates.lazy.compactMap { file($0) }.first
    }

    /// A folder and those above it, as far as the path names them.
    private static func above(_ folder: String) -> [String] {
        var folders = [folder]
        while let last = folders.last?.dropLast().lastIndex(of: "/"), folders.count < 16 {
            folders.append(String(folders[folders.count - 1][...last]))
        }
        return folders
    }

    private func file(_ path: String) -> Description.ImportedFile? {
        let path = Self.normalised(path)
        return (try? text(path)).map { Description.ImportedFile(file: path, text: $0) }
    }

    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    }

    /// A path without `.` and `..` inside, so that a file has one name.
    private static func normalised(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == "..", let last = parts.last, last != ".." { parts.removeLast() } else { parts.append(part) }
        }
        return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
    }
}
