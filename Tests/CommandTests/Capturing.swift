// SPDX-License-Identifier: Apache-2.0
import Foundation
import Subprocess
import TestSupport
import Testing

/// Real captures of what the programs say on the loopback interface, read by the real tshark with the plugin.
enum Capturing {
    static let project = URL(filePath: Programs.peer).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let plugins = project.appending(path: "build/plugins")

    /// Whether this user may capture at all.
    static let isAllowed = Child.isRoot

    /// Makes the plugin, and a place for settings, such that tshark may read them as nobody.
    static func prepare(_ keys: Keys) throws {
        try FileManager.default.createDirectory(atPath: keys.path("home"), withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: plugins.path(), toPath: keys.path("plugins"))
        chown(keys.path("home"), 65534, 65534)
        chmod(keys.folder, 0o755)
    }

    /// Captures TCP on the loopback interface while `body` runs.
    ///
    /// - Parameter host: the one address that is captured. Other tests, at other addresses, may use the same ports.
    static func capture(
        _ host: String, into path: String, _ body: @Sendable @escaping () async throws -> Void
    ) async throws {
        let (executable, arguments) = Child.contained(
            ["sh", "-c", "exec dumpcap -q -i lo -f 'tcp and host \(host)' -w '\(path)' 2>&1"], seconds: 600)
        let result = try await Subprocess.run(
            executable, arguments: arguments, platformOptions: Child.options, input: .none, output: .sequence,
            error: .discarded
        ) { execution in
            var text = ""
            for try await chunk in execution.standardOutput {
                text += chunk.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
                guard text.contains("File: ") else { continue }
                text = ""
                try await body()
                // What the kernel holds back yet.
                try await Task.sleep(for: .seconds(1.5))
                try execution.send(signal: .interrupt)
            }
        }
        Child.endGroup(of: result.processIdentifier)
    }

    /// One frame's values of the columns asked for.
    typealias Row = [String]

    /// Runs tshark, as nobody where we are root: root is refused personal plugins in silence.
    static func rows(_ columns: [String], _ capture: String, keyFile: String?, folder: String) async throws -> [Row] {
        let fields = columns.flatMap { ["-e", $0] }
        let key = keyFile.map { ["-o", "fernwire.key_file:\($0)"] } ?? []
        let arguments =
            ["-n", "-r", capture, "-o", "fernwire.tcp.port:1024-65535", "-Y", "fernwire"] + key
            + ["-T", "fields", "-E", "aggregator=|", "-E", "separator=/t"] + fields
        let settings: [String: String?] = [
            "HOME": folder + "/home", "WIRESHARK_PLUGIN_DIR": folder + "/plugins", "XDG_CONFIG_HOME": nil,
        ]
        let result = try await Child.run(["tshark"] + arguments, environment: settings, isUnprivileged: true)
        #expect(result.status.isSuccess, "\(result.error)")
        return result.text.split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
    }
}
