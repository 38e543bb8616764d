// SPDX-License-Identifier: Apache-2.0
import Foundation
import Subprocess
import TestSupport
import Testing

/// A temporary folder that Wireshark's programs, as an unprivileged user, find the plugin and their files in.
///
/// Root is refused personal plugins in silence, so for root the programs run as nobody.
final class Workbench: Sendable {
    let folder: String
    static let project = URL(filePath: #filePath).deletingLastPathComponent()  // PluginTests
        .deletingLastPathComponent().deletingLastPathComponent()
    static let plugins = project.appending(path: "build/plugins")

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "fernwire-\(UUID())").path()
        try FileManager.default.createDirectory(atPath: folder + "/home", withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: Self.plugins.path(), toPath: folder + "/plugins")
        if Self.isRoot { chown(folder + "/home", 65534, 65534) }
        chmod(folder, 0o755)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    static var isRoot: Bool { Child.isRoot }

    /// Writes a file; returns its path.
    func file(_ name: String, _ bytes: [UInt8]) throws -> String {
        let path = folder + "/" + name
        try Data(bytes).write(to: URL(filePath: path))
        chmod(path, 0o644)
        return path
    }

    func file(_ name: String, _ capture: CaptureFile) throws -> String {
        try file(name, capture.encoded())
    }

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

    typealias Output = Child.Output

    /// Runs one of Wireshark's programs with the plugin.
    func run(
        _ program: String, _ arguments: [String], environment: [Environment.Key: String] = [:], input: String = "",
        seconds: Int = 600
    ) async throws -> Output {
        var settings: [Environment.Key: String?] = [
            "HOME": folder + "/home", "WIRESHARK_PLUGIN_DIR": folder + "/plugins",
            "G_SLICE": nil, "XDG_CONFIG_HOME": nil,
        ]
        for (name, value) in environment { settings[name] = value }
        return try await Child.run(
            [program] + arguments, environment: settings, input: input, seconds: seconds, isUnprivileged: true)
    }

    /// Runs tshark on a capture; it must end well and without a dissector's bug.
    func tshark(
        _ capture: String, keyFile: String? = nil, _ arguments: [String], environment: [Environment.Key: String] = [:],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> String {
        let key = keyFile.map { ["-o", "fernwire.key_file:" + $0] } ?? []
        let output = try await run("tshark", ["-n", "-r", capture] + key + arguments, environment: environment)
        #expect(output.status.isSuccess, "\(output.error)", sourceLocation: sourceLocation)
        #expect(!output.text.contains("Dissector bug"), sourceLocation: sourceLocation)
        #expect(!output.error.contains("Dissector bug"), "\(output.error)", sourceLocation: sourceLocation)
        return output.text
    }

    /// Values of fields, a row a frame that `filter` selects; several values of one field are joined by `|`.
    func fields(
        _ names: [String], _ capture: String, keyFile: String? = nil, filter: String = "fernwire",
        _ arguments: [String] = [], sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> [[String]] {
        let columns = names.flatMap { ["-e", $0] }
        let text = try await tshark(
            capture, keyFile: keyFile,
            ["-Y", filter, "-T", "fields", "-E", "aggregator=|", "-E", "separator=/t"] + columns + arguments,
            sourceLocation: sourceLocation)
        return text.split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
    }
}
