// SPDX-License-Identifier: Apache-2.0
internal import FernwireFiles

/// Small files that the command line names: keys, scenarios, lists of known peers.
package enum FileAccess {
    /// The most bytes of such a file.
    private static let sizeLimit = 1 << 20
    /// Seconds for which bytes of a pipe are awaited.
    private static let pipeTimeout: Int32 = 10

    /// Reads all of a key file. The caller wipes it. Warns where other users may read the file, too.
    package static func readKey(_ path: String) throws(CommandError) -> [UInt8] {
        let (bytes, state) = try contents(path)
        if state.isRegular, state.isOpenToOthers {
            StandardOutput.write(
                errorLine: "warning: the key file \(path) is readable by other users; chmod 600 \(path) mends that")
        }
        return bytes
    }

    /// Reads all of a file.
    package static func read(_ path: String) throws(CommandError) -> [UInt8] {
        try contents(path).bytes
    }

    private static func contents(_ path: String) throws(CommandError) -> (bytes: [UInt8], state: FileState) {
        do {
            return try SmallFile.read(path, limit: sizeLimit, pipeTimeout: pipeTimeout)
        } catch {
            throw CommandError(error, path)
        }
    }

    /// Makes a file with these bytes.
    ///
    /// - Parameter mode: who may do what with it.
    /// - Parameter replacing: whether it takes the place of a file that exists, which is whole until then; if not, one
    ///   that exists is kept.
    package static func create(_ path: String, _ bytes: [UInt8], mode: UInt32, replacing: Bool) throws(CommandError) {
        do {
            try SmallFile.create(path, bytes, mode: mode, replacing: replacing)
        } catch {
            throw CommandError(error, path)
        }
    }

    /// Adds bytes to the end of a file, which is made, for its owner alone, where there is none.
    package static func append(_ path: String, _ bytes: [UInt8]) throws(CommandError) {
        do { try SmallFile.append(path, bytes) } catch { throw CommandError(error, path) }
    }
}
