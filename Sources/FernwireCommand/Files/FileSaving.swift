// SPDX-License-Identifier: Apache-2.0
import FernwireConsole
import FernwireSession

/// Saves the files of one client, one after another.
struct FileSaving {
    let folder: SavingFolder
    private var count = 0
    private var file: IncomingFile?
    private var failure: CommandError?

    init(folder: SavingFolder) {
        self.folder = folder
    }

    /// What became of a file: for the server's user, and for the client, whom it does not concern why.
    typealias Outcome = (said: String, answer: String)

    /// - Returns: what became of the file, once all of it is there.
    mutating func take(_ piece: FilePiece) -> Outcome? {
        do throws(CommandError) {
            if let description = piece.description {
                failure = nil
                count += 1
                guard count <= folder.filesOfClient else {
                    throw CommandError("the client has sent \(folder.filesOfClient) files, the limit (--max-files)")
                }
                file = try IncomingFile(description, in: folder)
            }
            if failure == nil { try file?.write(piece.data) }
            guard piece.isLast else { return nil }
            defer { file = nil }
            if let failure { return Self.refusal(failure) }
            guard let file else { return nil }
            let outcome = "saved as \(try file.finish())"
            return (outcome, outcome)
        } catch {
            file = nil
            failure = error
            return piece.isLast ? Self.refusal(error) : nil
        }
    }

    private static func refusal(_ error: CommandError) -> Outcome {
        ("not saved: \(error)", "not saved")
    }
}
