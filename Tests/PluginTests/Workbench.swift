// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport

extension Workbench {
    static let project = URL(filePath: #filePath).deletingLastPathComponent()  // PluginTests
        .deletingLastPathComponent().deletingLastPathComponent()
    static let plugins = project.appending(path: "build/plugins")

    /// What a file of `captures/` holds.
    static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: project.appending(path: "captures").appending(path: name)))
    }

    /// A file of `captures/`, where tshark can read it.
    func sample(_ name: String) throws -> String {
        try file(String(name.split(separator: "/").last ?? ""), Self.bytes(name))
    }

    /// A capture of the library, where tshark can read it.
    func library(_ name: String) throws -> String {
        try sample("library/\(name).pcapng")
    }

    /// Puts a description into the user's folder, as it is.
    func describe(_ name: String, _ text: String) throws {
        let path = "home/.config/wireshark/fernwire/\(name).ksy"
        try FileManager.default.createDirectory(
            at: URL(filePath: folder + "/" + path).deletingLastPathComponent(), withIntermediateDirectories: true)
        _ = try file(path, Array(text.utf8))
    }

    /// Runs tshark with a key file.
    func tshark(
        _ capture: String, keyFile: String?, _ arguments: [String], environment: [String: String] = [:]
    ) async throws -> String {
        try await tshark(capture, Self.key(keyFile) + arguments, environment: environment)
    }

    /// Values of Fernwire's fields.
    func fields(
        _ names: [String], _ capture: String, keyFile: String? = nil, filter: String = "fernwire",
        _ arguments: [String] = []
    ) async throws -> [[String]] {
        try await fields(names, in: capture, filter: filter, Self.key(keyFile) + arguments)
    }

    private static func key(_ file: String?) -> [String] {
        file.map { ["-o", "fernwire.key_file:" + $0] } ?? []
    }
}
