// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireFiles
import FernwireSession
import FernwireWire
import Glibc

/// A file that a peer sends, on its way into a folder.
///
/// ### Invariants
/// - It has a name of no meaning until all of it is there and has the hash that was said. A file that comes to nothing
///   leaves nothing behind.
/// - It never leaves the folder, and never takes the place of another file.
/// - Its name begins with no dot, which would hide it or make it a shell's profile, and with no dash, which would make
///   it an option to whoever names all files of the folder.
final class IncomingFile {
    private let place: SavingFolder
    private let folder: OpenFile
    private let file: OpenFile
    private let temporaryName: String
    private let description: FileFragment.Description
    private let hash = SHA256Stream()
    private var isSaved = false

    /// The number of names that are tried when one is taken.
    private static let attempts = 1000

    init(_ description: FileFragment.Description, in place: SavingFolder) throws(SavingFailure) {
        try place.reserve(description.size)
        self.place = place
        self.description = description
        // The name cannot be guessed: a peer chooses the names of its files.
        temporaryName = ".fernwire-\(String(Random.nonzeroUInt64(), radix: 16)).part"
        do {
            folder = try OpenFile(place.path, O_RDONLY | O_DIRECTORY)
        } catch {
            place.release(description.size)
            throw .cannotOpenFolder(path: place.path, error)
        }
        do {
            file = try OpenFile(temporaryName, in: folder, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW)
        } catch {
            place.release(description.size)
            throw .cannotMake(path: place.path, error)
        }
    }

    deinit {
        if !isSaved { place.release(description.size) }
        unlinkat(folder.descriptor.number, temporaryName, 0)
    }

    func write(_ data: [UInt8]) throws(SavingFailure) {
        hash.update(data.span.bytes)
        do { try file.descriptor.write(data) } catch { throw .cannotWrite(name: description.name, error) }
    }

    /// Gives the file its name, or the next free one.
    ///
    /// - Returns: the name.
    func finish() throws(SavingFailure) -> String {
        guard hash.finish() == description.sha256 else { throw .hash(name: description.name) }
        do { try file.descriptor.synchronize() } catch { throw .cannotWrite(name: description.name, error) }
        // The protocol's decoder has checked the name: it is no path and has no control characters.
        precondition(FileFragment.isSafe(name: description.name))
        let name = Self.savedName(description.name)
        for attempt in 0..<Self.attempts {
            let candidate = attempt == 0 ? name : "\(name).\(attempt)"
            if linkat(folder.descriptor.number, temporaryName, folder.descriptor.number, candidate, 0) == 0 {
                isSaved = true
                return candidate
            }
            guard errno == EEXIST else { break }
        }
        throw .cannotName(description.name, SystemError())
    }

    /// Returns the name under which a file is saved: each dot and dash at its beginning becomes an underscore.
    static func savedName(_ name: [UInt8]) -> String {
        let text = String(decoding: name, as: UTF8.self)
        let rest = text.drop { $0 == "." || $0 == "-" }
        return String(repeating: "_", count: text.count - rest.count) + rest
    }
}
