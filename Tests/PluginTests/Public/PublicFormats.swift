// SPDX-License-Identifier: Apache-2.0
import DissectorTesting
import Foundation
import TestSupport
import Testing

/// The formats of github.com/kaitai-io/kaitai_struct_formats, which are no part of this repository.
enum PublicFormats {
    /// The folder that holds them, if `FERNWIRE_KAITAI_FORMATS` names it: `scripts/public-formats.sh` does.
    static let folder: URL? = {
        guard let path = ProcessInfo.processInfo.environment["FERNWIRE_KAITAI_FORMATS"] else {
            print(
                "The public formats are not compared, because nothing names their folder: see scripts/public-formats.sh"
            )
            return nil
        }
        return URL(filePath: path)
    }()

    /// All files, by their paths in the folder.
    static func paths() throws -> [String] {
        let folder = try #require(folder)
        let found = FileManager.default.enumerator(atPath: folder.path())?.compactMap { $0 as? String } ?? []
        return found.filter { $0.hasSuffix(".ksy") && !$0.hasPrefix(".") }.sorted()
    }
}

extension Workbench {
    /// Puts a public format into the user's folder, as it is.
    ///
    /// - Parameter inFolders: whether it lies in folders as in the collection, where others can import it and Wireshark does not
    ///   take it by itself.
    func describe(publicFormat path: String, inFolders: Bool = false) throws {
        let file = try #require(PublicFormats.folder).appending(path: path)
        let name = inFolders ? String(path.dropLast(4)) : file.deletingPathExtension().lastPathComponent
        try describe(name, String(contentsOf: file, encoding: .utf8))
    }

    /// Fields of each packet of a capture, as `tshark -T pdml` gives them.
    func packets(_ capture: CaptureFile, decodeAs rule: String? = nil) async throws -> [DrawnPacket] {
        let path = try file("\(UUID()).pcap", capture)
        let text = try await tshark(path, ["-2", "-T", "pdml"] + (rule.map { ["-d", $0] } ?? []))
        return try PDML.packets(of: text)
    }
}
