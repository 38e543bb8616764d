// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import Foundation
import TestSupport
import Testing

@testable import FernwireDissection

/// Fernet keys in files, as Fernwire, Keystone and MultiFernet keep them.
@Suite final class FernetKeysTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "fernwire-fernet-keys-\(UUID())").path()
    private static let one = "05VLSfGAYJSMv28CNccIEQVPPuaCgxrZ3ahytzCmtbk="
    private static let two = "Pfko2anzoyJgbAkNnM5u2urLbD88Bthd4WwRBJahF1g="

    init() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    private func file(_ name: String, _ bytes: [UInt8]) throws -> String {
        try Data(bytes).write(to: URL(filePath: folder + "/" + name))
        return folder + "/" + name
    }

    private func read(_ path: String, _ form: FernetKeys.Form) -> (keys: [String], problems: [String]) {
        var keys = FernetKeys(form)
        keys.use(path: path)
        let found = keys.keys.map { key in
            "\(String(decoding: key.name, as: UTF8.self)):\(key.file?.line ?? 0)\(key.file?.number.map { ".\($0)" } ?? "")"
        }
        return (found, keys.problems.map { String(decoding: $0, as: UTF8.self) })
    }

    @Test("Fernet keys are found among keys of all kinds, in the order of their lines")
    func fernetKeysAmongOthers() throws {
        let hexadecimal = String(repeating: "0a", count: 32)
        let text = "AES_KEY=\(hexadecimal)\n" + String(decoding: Sample.rsaKeyFile, as: UTF8.self)
        let path = try file("all", Array((text + "door \(Self.one)\n\(Self.two)\n").utf8))
        let lines = text.split(separator: "\n").count
        let found = read(path, .anyKeys)
        #expect(found.keys == ["line 1:1", "door:\(lines + 1)", "line \(lines + 2):\(lines + 2)"])
        #expect(found.problems.isEmpty)
        // Where only Fernet keys belong, the others are problems.
        let strict = read(path, .fernetKeys)
        #expect(strict.keys.count == 2 && strict.problems.count == 1)
        #expect(strict.problems.first?.contains("all, line 1: not a Fernet key") == true)
    }

    @Test("The bare bytes of a key are one where any keys may stand, and a problem elsewhere")
    func bareBytes() throws {
        let path = try file("bare", [UInt8](repeating: 0xA7, count: 32))
        #expect(read(path, .anyKeys).keys == ["line 1:1"])
        let strict = read(path, .fernetKeys)
        #expect(strict.keys.isEmpty && strict.problems.count == 1)
    }

    @Test("A file without a Fernet key is told from an empty one, and a wrong line among keys is told")
    func problems() throws {
        let rsa = try file("rsa", Sample.rsaKeyFile)
        #expect(read(rsa, .anyKeys).problems == ["No Fernet keys in \(rsa): its lines hold none"])
        let empty = try file("empty", Array("\n \n".utf8))
        #expect(
            read(empty, .anyKeys).problems == ["No Fernet keys in \(empty): it is empty, or has nothing but comments"])
        let wrong = try file("wrong", Array("\(Self.one)\nxyzzy\n".utf8))
        let found = read(wrong, .anyKeys)
        #expect(found.keys == ["line 1:1"] && found.problems.count == 1)
        #expect(found.problems.first?.contains("line 2: not a Fernet key") == true)
        #expect(found.problems.first?.contains("xyzzy") == false)
    }

    @Test("Keys of a folder are named by their files, and hidden files are passed over")
    func folders() throws {
        _ = try file("0", Array(Self.one.utf8))
        _ = try file("1", Array("\(Self.one),\(Self.two)".utf8))
        _ = try file(".hidden", Array("xyzzy\n".utf8))
        let found = read(folder, .anyKeys)
        #expect(found.keys == ["0:1", "1:1.1", "1:1.2"] && found.problems.isEmpty)
    }

    /// To write into a file leaves its folder as it is.
    @Test("Keys are read again when a file of their folder has changed, and when one came or went")
    func foldersChange() throws {
        let first = try file("0", Array(Self.one.utf8))
        var keys = FernetKeys(.anyKeys)
        keys.use(path: folder)
        #expect(keys.keys.map { $0.file?.number } == [nil])
        let handle = try FileHandle(forWritingTo: URL(filePath: first))
        try handle.write(contentsOf: Data("\(Self.one),\(Self.two)".utf8))
        try handle.close()
        keys.refresh()
        #expect(keys.keys.map { $0.file?.number } == [1, 2])
        let second = try file("1", Array(Self.two.utf8))
        keys.refresh()
        #expect(keys.keys.map { $0.file?.nameInFolder } == ["0", "0", "1"])
        try FileManager.default.removeItem(atPath: second)
        keys.refresh()
        #expect(keys.keys.map { $0.file?.nameInFolder } == ["0", "0"] && keys.problems.isEmpty)
    }
}
