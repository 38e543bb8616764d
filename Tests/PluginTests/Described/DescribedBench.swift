// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport

extension Workbench {
    /// A workbench with the shipped descriptions beside the plugin, where `make plugin` puts them.
    static func described() throws -> Workbench {
        let workbench = try Workbench()
        let files = FileManager.default
        for version in try files.contentsOfDirectory(atPath: plugins.path()) {
            let source = plugins.appending(path: version + "/epan/fernwire")
            guard files.fileExists(atPath: source.path()) else { continue }
            try files.copyItem(
                at: source, to: URL(filePath: workbench.folder + "/plugins/" + version + "/epan/fernwire"))
        }
        return workbench
    }

    /// Arguments that give tshark a key file.
    func keys(_ text: String?) throws -> [String] {
        guard let text else { return [] }
        return ["-o", "fernwire.key_file:" + (try file("\(UUID()).keys", Array(text.utf8)))]
    }
}
