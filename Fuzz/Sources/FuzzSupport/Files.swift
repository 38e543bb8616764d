// SPDX-License-Identifier: Apache-2.0
import FernwireFiles

/// The few files that the fuzzer reads and writes by itself.
package enum Files {
    /// The files of a folder whose names end so, in the order of the names.
    package static func all(in folder: String, ending: String) -> [(name: String, bytes: [UInt8])] {
        (Folder.names(in: folder) ?? []).filter { $0.hasSuffix(ending) }.sorted().compactMap { name in
            (try? SmallFile.read("\(folder)/\(name)", limit: 1 << 24)).map { (name, $0.bytes) }
        }
    }

    package static func write(_ bytes: [UInt8], to path: String) {
        do {
            try SmallFile.create(path, bytes, mode: 0o644, replacing: true)
        } catch {
            fatalError("cannot write \(path): \(error)")
        }
    }
}
