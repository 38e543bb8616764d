// SPDX-License-Identifier: Apache-2.0
import FernwireConsole
import FernwireFiles
import Synchronization

/// The folder into which clients' files are saved, and how much may be in it.
///
/// ### Invariants
/// - The sizes of all files in the folder, and of those on their way into it, stay within the limit.
final class SavingFolder: Sendable {
    let path: String
    /// The number of files that one client may send in a session.
    let filesOfClient: Int
    private let byteLimit: UInt64
    private let content: Mutex<(files: Int, bytes: UInt64)>

    /// The most files that the folder holds, whatever their sizes.
    static let fileLimit = 10_000

    /// - Throws: ``CommandError`` when there is no such folder, or no file can be made in it.
    init(path: String, byteLimit: UInt64, filesOfClient: Int) throws(CommandError) {
        self.path = path
        self.byteLimit = byteLimit
        self.filesOfClient = filesOfClient
        var folder: Folder
        do { folder = try Folder(path) } catch {
            throw CommandError("--save-to: cannot open the folder \(path): \(error)")
        }
        do { try folder.checkIsWritable() } catch {
            throw CommandError("--save-to: cannot write into the folder \(path): \(error)")
        }
        var (files, bytes) = (0, 0 as UInt64)
        while let name = folder.next() {
            guard let state = folder.state(of: name), state.isRegular else { continue }
            (files, bytes) = (files + 1, bytes + UInt64(clamping: state.size))
        }
        content = Mutex((files, bytes))
    }

    /// Makes room for a file.
    ///
    /// - Throws: ``SavingFailure`` when it would exceed a limit.
    func reserve(_ size: UInt64) throws(SavingFailure) {
        let refusal: SavingFailure? = content.withLock { content in
            guard content.files < Self.fileLimit else { return .filesOfFolder(path: path, limit: Self.fileLimit) }
            guard content.bytes <= byteLimit, size <= byteLimit - content.bytes else {
                return .sizeOfFolder(path: path, size: size, limit: byteLimit)
            }
            content = (content.files + 1, content.bytes + size)
            return nil
        }
        if let refusal { throw refusal }
    }

    /// Gives back the room of a file that was not saved.
    func release(_ size: UInt64) {
        content.withLock { $0 = ($0.files - 1, $0.bytes - size) }
    }
}
