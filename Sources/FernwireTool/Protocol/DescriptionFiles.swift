// SPDX-License-Identifier: Apache-2.0
import FernwireConsole
import FernwireFiles
import KaitaiStruct

/// The files of descriptions and of data.
struct DescriptionFiles {
    /// Folders in which imports that begin with `/` are looked for, after that of the description.
    let paths: [String]

    /// A description has at most 1 MiB, data 64 MiB.
    private static let (descriptionLimit, dataLimit) = (1 << 20, 64 << 20)

    /// The text of a description.
    func text(_ path: String) throws -> String {
        let bytes: [UInt8]
        do throws(FileFailure) {
            bytes = try SmallFile.read(path, limit: Self.descriptionLimit).bytes
        } catch {
            throw Self.error(error, path, what: "descriptions")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CommandError("\(path) is no text in UTF-8")
        }
        return text
    }

    /// The file that the one at `importer` imports as `name`, without `.ksy`. It lies beside the importer; if the name begins
    /// with `/`, in the importer's folder or one above it, in a folder `ks_path` in one of these, or in ``paths``.
    func imported(_ name: String, by importer: String) -> Description.ImportedFile? {
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

    /// The bytes of a file of data, or of standard input for `-`.
    static func data(_ path: String) throws -> [UInt8] {
        do throws(FileFailure) {
            return try SmallFile.read(path == "-" ? "/dev/stdin" : path, limit: dataLimit, pipeTimeout: 60).bytes
        } catch {
            throw Self.error(error, path, what: "data")
        }
    }

    private static func error(_ failure: FileFailure, _ path: String, what: String) -> CommandError {
        guard case .tooLarge(let limit) = failure else { return CommandError(failure, path) }
        return CommandError("\(path) is larger than \(limit >> 20) MiB, the limit for \(what)")
    }
}
