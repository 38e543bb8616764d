// SPDX-License-Identifier: Apache-2.0
import FernwireConsole
import FernwireCrypto
import FernwireFiles
import FernwireSession
import FernwireWire
import Glibc

/// A file that a peer sends, on its way into a folder.
///
/// ### Invariants
/// - It has a name of no meaning until all of it is there and has the hash that was said; one that comes to nothing
///   leaves nothing behind.
/// - It never leaves the folder, and never takes the place of another file.
/// - Its name begins with no dot, which would hide it or make it a shell's profile, and with no dash, which would make it
///   an option to whoever names all files of the folder.
final class IncomingFile {
    private let place: SavingFolder
    private let folder: OpenFile
    private let file: OpenFile
    private let temporaryName: String
    private let description: FileFragment.Description
    private let hash = SHA256Stream()
    private var isSaved = false

    /// How many names are tried when one is taken.
    private static let attempts = 1000

    init(_ description: FileFragment.Description, in place: SavingFolder) throws(CommandError) {
        try place.reserve(description.size)
        self.place = place
        self.description = description
        // Not to be guessed: a peer chooses the names of its files.
        temporaryName = ".fernwire-\(String(Random.nonzeroUInt64(), radix: 16)).part"
        do {
            folder = try OpenFile(place.path, O_RDONLY | O_DIRECTORY)
        } catch {
            place.release(description.size)
            throw CommandError(.cannotOpen(error), place.path)
        }
        do {
            file = try OpenFile(temporaryName, in: folder, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW)
        } catch {
            place.release(description.size)
            throw CommandError("cannot write into \(place.path): \(error)")
        }
    }

    deinit {
        if !isSaved { place.release(description.size) }
        unlinkat(folder.descriptor.number, temporaryName, 0)
    }

    func write(_ data: [UInt8]) throws(CommandError) {
        hash.update(data.span.bytes)
        do { try file.descriptor.write(data) } catch { throw cannotWrite(error) }
    }

    /// Gives the file its name, or the next free one.
    ///
    /// - Returns: the name.
    func finish() throws(CommandError) -> String {
        guard hash.finish() == description.sha256 else {
            throw CommandError("\(harmless(description.name)) does not have the SHA-256 that was said")
        }
        do { try file.descriptor.synchronize() } catch { throw cannotWrite(error) }
        // Checked by the protocol's decoder: no path, no control characters.
        precondition(FileFragment.isSafe(name: description.name))
        let name = Self.savedName(description.name)
        for attempt in 0..<Self.attempts {
            let candidate = attempt == 0 ? name : "\(name).\(attempt)"
            if linkat(folder.descriptor.number, temporaryName, folder.descriptor.number, candidate, 0) == 0 {
                isSaved = true
                return harmless(Array(candidate.utf8))
            }
            guard errno == EEXIST else { break }
        }
        throw CommandError("cannot name \(harmless(description.name)): \(SystemError())")
    }

    /// The name under which a file is saved: with an underscore in the place of each dot and dash at its beginning.
    static func savedName(_ name: [UInt8]) -> String {
        let text = String(decoding: name, as: UTF8.self)
        let rest = text.drop { $0 == "." || $0 == "-" }
        return String(repeating: "_", count: text.count - rest.count) + rest
    }

    private func cannotWrite(_ error: SystemError) -> CommandError {
        CommandError(.cannotWrite(error), harmless(description.name))
    }
}
