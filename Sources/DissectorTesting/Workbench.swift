// SPDX-License-Identifier: Apache-2.0
public import Foundation
import Glibc
import Synchronization

/// A temporary folder in which Wireshark's programs find plugins and the files of a test.
///
/// ```swift
/// let workbench = try Workbench(packageOf: #filePath)
/// var capture = CaptureFile(serverPort: 40_007)
/// capture.segment(.client, [1, 0, 2] + Array("hi".utf8))
/// let rows = try await workbench.fields(["echo.text"], of: capture, filter: "echo")
/// #expect(rows == [["hi"]])
/// ```
///
/// Wireshark passes over a plugin that it cannot load, and refuses personal plugins to root, both in silence. So a workbench
/// asks tshark first whether it loads them all, and for root runs its programs as nobody.
public final class Workbench: Sendable {
    /// The path of the temporary folder, which is gone when the workbench is.
    public let folder: String
    /// The package whose tests these are; `nil` where the plugins were named one by one.
    public let package: URL?

    private let plugins: [String]

    /// What a program left behind.
    public typealias Output = Child.Output

    /// A test that cannot go on, and what to do.
    public struct Failure: Error, CustomStringConvertible {
        /// One or two sentences.
        public let description: String
    }

    /// Finds the package around a test's file, and takes the plugins that `swift package dissector build` left in its
    /// folder `build/plugins`.
    ///
    /// - Parameter file: the test's own path, `#filePath`.
    /// - Throws: ``Failure`` when there is no package or no plugin.
    public convenience init(packageOf file: String = #filePath) throws {
        var package = URL(filePath: file).deletingLastPathComponent()
        while !FileManager.default.fileExists(atPath: package.appending(path: "Package.swift").path()) {
            guard package.pathComponents.count > 1 else {
                throw Failure(description: "no folder around \(file) has a Package.swift")
            }
            package.deleteLastPathComponent()
        }
        try self.init(plugins: [package.appending(path: "build/plugins")], package: package)
    }

    /// Takes the plugins of several folders, each of the form `4.0/epan/echo.so` below it.
    ///
    /// - Throws: ``Failure`` when one of the folders has no plugin.
    public init(plugins folders: [URL], package: URL? = nil) throws {
        self.package = package
        let files = FileManager.default
        folder = files.temporaryDirectory.appending(path: "workbench-\(UUID())").path()
        try files.createDirectory(atPath: folder + "/home", withIntermediateDirectories: true)
        var plugins: [String] = []
        for source in folders {
            let found = (files.enumerator(atPath: source.path())?.compactMap { $0 as? String } ?? [])
                .filter { $0.hasSuffix(".so") }
            guard !found.isEmpty else {
                throw Failure(
                    description: "there is no plugin in \(source.path()): run swift package dissector build first")
            }
            for name in found {
                let target = URL(filePath: folder + "/plugins/" + name)
                try files.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
                try files.copyItem(at: source.appending(path: name), to: target)
            }
            plugins += found
        }
        self.plugins = plugins.sorted()
        if Child.isRoot { chown(folder + "/home", 65534, 65534) }
        chmod(folder, 0o755)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    // MARK: Files

    /// Writes a file that every user can read; returns its path.
    public func file(_ name: String, _ bytes: [UInt8]) throws -> String {
        let path = folder + "/" + name
        try Data(bytes).write(to: URL(filePath: path))
        chmod(path, 0o644)
        return path
    }

    /// Writes a capture that every user can read; returns its path.
    public func file(_ name: String, _ capture: CaptureFile) throws -> String {
        try file(name, capture.encoded())
    }

    // MARK: Programs

    /// Runs one of Wireshark's programs with the plugins, as any user but root.
    ///
    /// - Parameters:
    ///   - program: its name, or a path.
    ///   - arguments: its arguments.
    ///   - environment: variables that it has beside those of the tests.
    ///   - input: its standard input.
    ///   - seconds: the time that it has, after which it is killed and its status is `.exited(124)`.
    public func run(
        _ program: String, _ arguments: [String], environment: [String: String] = [:], input: String = "",
        seconds: Int = 600
    ) async throws -> Output {
        var settings: [String: String?] = [
            "HOME": folder + "/home", "WIRESHARK_PLUGIN_DIR": folder + "/plugins",
            "G_SLICE": nil, "XDG_CONFIG_HOME": nil,
        ]
        for (name, value) in environment { settings[name] = value }
        return try await Child.run(
            [program] + arguments, environment: settings, input: input, seconds: seconds, isUnprivileged: true)
    }

    /// Runs tshark on the capture at a path; returns what it prints.
    ///
    /// - Throws: ``Failure`` when a plugin was not loaded, when tshark fails, and when a dissector has a bug.
    public func tshark(
        _ capture: String, _ arguments: [String], environment: [String: String] = [:]
    ) async throws -> String {
        if environment["WIRESHARK_PLUGIN_DIR"] == nil { try await checkPlugins() }
        let output = try await run("tshark", ["-n", "-r", capture] + arguments, environment: environment)
        let command = "tshark -r \(capture) \(arguments.joined(separator: " "))"
        guard output.status.isSuccess else {
            throw Failure(description: "\(command) failed (\(output.status)): \(output.error)")
        }
        for text in [output.text, output.error] {
            guard let bug = text.split(separator: "\n").first(where: { $0.contains("Dissector bug") }) else { continue }
            throw Failure(description: "\(command) met a bug of a dissector: \(bug)")
        }
        return output.text
    }

    /// Asks tshark whether it loads all plugins, once for each set of them.
    ///
    /// - Throws: ``Failure`` that names the plugin that it did not load, with what tshark said.
    public func checkPlugins() async throws {
        let wasChecked = Self.checked.withLock { $0.contains(plugins) }
        guard !wasChecked else { return }
        let version = try await version()
        let output = try await run("tshark", ["-G", "plugins"])
        let ours = plugins.filter { $0.hasPrefix(version + "/") }
        guard !ours.isEmpty else {
            throw Failure(
                description: """
                    the plugins are for another Wireshark than tshark \(version): \(plugins.joined(separator: ", ")). \
                    Run swift package dissector build with the headers of Wireshark \(version).
                    """)
        }
        for plugin in ours where !output.text.contains("\(folder)/plugins/\(plugin)") {
            throw Failure(description: "tshark \(version) does not load \(plugin). It says: \(output.error)")
        }
        Self.checked.withLock { _ = $0.insert(plugins) }
    }

    /// The version of tshark that plugins are built for, such as `4.0`.
    ///
    /// - Throws: ``Failure`` when there is no tshark.
    public func version() async throws -> String {
        let text = try await run("tshark", ["--version"]).text
        guard let version = text.firstMatch(of: /Wireshark\) (\d+\.\d+)/)?.1 else {
            throw Failure(description: "there is no tshark: apt install tshark")
        }
        return String(version)
    }

    private static let checked = Mutex<Set<[String]>>([])
}
