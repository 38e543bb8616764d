// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport

/// A folder with keys for `fernwire token`: `key` is that of the vectors, and `repository` is Keystone's folder of keys.
struct TokenFolder {
    let keys: Keys

    /// The names of the keys in Keystone's folder, and the keys. The middle one is that of the vectors.
    static let repository = [
        "0": "05VLSfGAYJSMv28CNccIEQVPPuaCgxrZ3ahytzCmtbk=", "2": FernetVectors.keyText,
        "10": "Pfko2anzoyJgbAkNnM5u2urLbD88Bthd4WwRBJahF1g=",
    ]

    init() async throws {
        keys = try await Keys()
        try makeFolder("repository")
        _ = try write("key", FernetVectors.keyText)
        for (name, key) in Self.repository { _ = try write("repository/" + name, key) }
    }

    func makeFolder(_ name: String) throws {
        try FileManager.default.createDirectory(atPath: keys.path(name), withIntermediateDirectories: true)
    }

    /// Writes a file, and returns its path.
    func write(_ name: String, _ text: String) throws -> String {
        try Data(text.utf8).write(to: URL(filePath: keys.path(name)))
        return keys.path(name)
    }

    func run(_ arguments: [String], input: String = "") async throws -> Programs.Output {
        try await Programs.run("fernwire", ["token"] + arguments, input: input)
    }
}
