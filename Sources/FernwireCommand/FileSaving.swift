// SPDX-License-Identifier: Apache-2.0
import FernwireSession

/// Saves the files of one client, one after another.
struct FileSaving {
    let folder: String
    let client: Int
    private var file: IncomingFile?
    private var failure: CommandError?
    private var count = 0

    init(folder: String, client: Int) {
        self.folder = folder
        self.client = client
    }

    /// - Returns: what became of the file, once all of it is there.
    mutating func take(_ piece: FilePiece) -> String? {
        do throws(CommandError) {
            if let description = piece.description {
                failure = nil
                count += 1
                file = try IncomingFile(description, in: folder, number: client * 1_000_000 + count)
            }
            if failure == nil { try file?.write(piece.data) }
            guard piece.isLast else { return nil }
            defer { file = nil }
            if let failure { return "not saved: \(failure)" }
            guard let file else { return nil }
            return "saved as \(try file.finish())"
        } catch {
            file = nil
            failure = error
            return piece.isLast ? "not saved: \(error)" : nil
        }
    }
}
