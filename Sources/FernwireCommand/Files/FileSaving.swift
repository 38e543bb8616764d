// SPDX-License-Identifier: Apache-2.0
import FernwireConsole
import FernwireSession
import FernwireWire

/// Saves the files of one client, one after another.
struct FileSaving {
    let folder: SavingFolder
    private var count = 0
    /// What the client says of the file that is on its way; `nil` for none.
    private var description: FileFragment.Description?
    private var file: IncomingFile?
    private var failure: SavingFailure?

    init(folder: SavingFolder) {
        self.folder = folder
    }

    /// Takes the next piece of a file.
    ///
    /// - Returns: the outcome of the file once all of it is there; `nil` before.
    mutating func take(_ piece: FilePiece) -> SavingOutcome? {
        do throws(SavingFailure) {
            if let description = piece.description {
                self.description = description
                failure = nil
                count += 1
                guard count <= folder.filesOfClient else { throw .filesOfClient(limit: folder.filesOfClient) }
                file = try IncomingFile(description, in: folder)
            }
            if failure == nil { try file?.write(piece.data) }
            guard piece.isLast else { return nil }
            if let failure { return end(.failure(failure)) }
            guard let file else { return nil }
            return end(.success(try file.finish()))
        } catch {
            file = nil
            failure = error
            return piece.isLast ? end(.failure(error)) : nil
        }
    }

    /// Gives up the file that is on its way, since no more pieces come.
    ///
    /// - Returns: the outcome of the file; `nil` where none is on its way.
    mutating func stop() -> SavingOutcome? {
        end(.failure(failure ?? .incomplete))
    }

    private mutating func end(_ result: Result<String, SavingFailure>) -> SavingOutcome? {
        file = nil
        return description.take().map { SavingOutcome(description: $0, result: result) }
    }
}

/// The outcome of a file that a client sent.
struct SavingOutcome {
    let description: FileFragment.Description
    /// The name under which the file is saved, or why it is not.
    let result: Result<String, SavingFailure>

    /// The outcome in words for the server's user.
    var said: String {
        switch result {
        case .success(let name): "saved as \(harmless(Array(name.utf8)))"
        case .failure(let failure): "not saved: \(failure)"
        }
    }

    /// The outcome in words for the client, whom a reason does not concern.
    var answer: String {
        switch result {
        case .success: said
        case .failure: "not saved"
        }
    }

    var event: SecurityEvent {
        switch result {
        case .success(let name): .fileSaved(name: Array(name.utf8), size: description.size)
        case .failure(let failure): .fileRefused(failure, name: description.name, size: description.size)
        }
    }
}
