// SPDX-License-Identifier: Apache-2.0
import DescribedDissection
import FernwireConsole
import FernwireFiles

/// The files of descriptions and of data that the command line names.
enum DescriptionFiles {
    /// The most bytes of data.
    private static let dataLimit = 64 << 20

    /// The text of a description.
    static func text(_ path: String, _ files: DescriptionFile) throws(CommandError) -> String {
        do throws(DescriptionFile.Failure) {
            return try files.text(path)
        } catch {
            switch error {
            case .notUTF8: throw CommandError("\(path) is no text in UTF-8")
            case .file(let failure): throw CommandError(failure, path, contents: "descriptions")
            }
        }
    }

    /// The first bytes of a file; `nil` if it cannot be read.
    static func beginning(_ path: String) -> ArraySlice<UInt8>? {
        guard let file = try? InputFile(path: path), let bytes = try? file.read(4) else { return nil }
        return bytes[...]
    }

    /// The bytes of a file of data, or of standard input for `-`.
    static func data(_ path: String) throws(CommandError) -> [UInt8] {
        do throws(FileFailure) {
            return try SmallFile.read(path == "-" ? "/dev/stdin" : path, limit: dataLimit, pipeTimeout: 60).bytes
        } catch {
            throw CommandError(error, path, contents: "data")
        }
    }
}
