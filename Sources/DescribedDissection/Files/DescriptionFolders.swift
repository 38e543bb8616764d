// SPDX-License-Identifier: Apache-2.0
import FernwireFiles
import KaitaiStruct

/// All descriptions in some folders: the files that end in `.ksy`.
public struct DescriptionFolders {
    /// In the order of their folders and ids, each id once. Of two with the same port, the later one gets it.
    public private(set) var protocols: [DescribedProtocol] = []
    /// What is wrong with files, a sentence each.
    public private(set) var problems: [String] = []

    /// Descriptions that are taken, and files of a folder that are looked at.
    static let (protocolLimit, fileLimit) = (100, 1000)
    /// Problems of a file that are told.
    private static let problemLimit = 5

    /// Reads folders. Of descriptions with the same id, the one in the later folder counts.
    public init(_ folders: [String]) {
        var found: [String: (described: DescribedProtocol, folder: Int)] = [:]
        for (place, folder) in folders.enumerated() {
            let names = (Folder.names(in: folder) ?? []).filter { $0.hasSuffix(".ksy") && !$0.hasPrefix(".") }
            guard names.count <= Self.fileLimit else {
                problems.append("\(folder) has \(names.count) descriptions; at most \(Self.fileLimit) are read.")
                continue
            }
            for name in names.sorted() {
                guard let described = read(folder + "/" + name) else { continue }
                found[described.id] = (described, place)
            }
        }
        protocols = found.values.sorted { ($0.folder, $0.described.id) < ($1.folder, $1.described.id) }
            .map(\.described)
        if protocols.count > Self.protocolLimit {
            problems.append(
                "There are \(protocols.count) descriptions; the last \(Self.protocolLimit) by their folders and ids are taken."
            )
            protocols.removeFirst(protocols.count - Self.protocolLimit)
        }
        removeWhatHasNoRoom()
    }

    /// Leaves out the first descriptions if all of them have more fields and notes than there may be.
    private mutating func removeWhatHasNoRoom() {
        var declared = 0
        let fitting = protocols.reversed().prefix { described in
            declared += DescribedFields.most(of: described.program)
            return declared <= DescribedFields.limit
        }
        guard fitting.count < protocols.count else { return }
        problems.append(
            "All descriptions together may have more than \(DescribedFields.limit) fields and notes, which is the limit; the last \(fitting.count) by their folders and ids are taken."
        )
        protocols.removeFirst(protocols.count - fitting.count)
    }

    /// What there is, and what is wrong, in a few sentences.
    public var summary: String {
        let names = protocols.map(\.id).joined(separator: ", ")
        let found = protocols.isEmpty ? "No other protocol is described." : "Described protocols: \(names)."
        return problems.isEmpty ? found : "\(found) Left out: \(problems.joined(separator: " "))"
    }

    private mutating func read(_ path: String) -> DescribedProtocol? {
        let files = DescriptionFile()
        let text: String
        do throws(DescriptionFile.Failure) {
            text = try files.text(path)
        } catch {
            switch error {
            case .notUTF8: problems.append("\(path) is no text in UTF-8.")
            case .file(.tooLarge): problems.append("\(path) is larger than 1 MiB, the limit for descriptions.")
            case .file: problems.append("\(path) cannot be read.")
            }
            return nil
        }
        do throws(Description.Errors) {
            return try DescribedProtocol(text, file: path) { name, from in files.imported(name, by: from) }
        } catch {
            let errors = error.diagnostics.filter { $0.severity == .error }
            problems += errors.prefix(Self.problemLimit).map(\.text)
            let more = errors.count - Self.problemLimit
            if more > 0 {
                problems.append(
                    "\(path): \(more) more \(more == 1 ? "error" : "errors"); `fernwire protocol check` tells of all.")
            }
            return nil
        }
    }
}
