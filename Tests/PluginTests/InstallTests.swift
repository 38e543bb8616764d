// SPDX-License-Identifier: Apache-2.0
import DissectorTesting
import Foundation
import Testing

/// `make install` and `make uninstall`, of which the scripts do the work, for a user in a folder of their own.
@Suite(.timeLimit(.minutes(5))) struct InstallTests {
    let workbench: Workbench

    init() throws {
        workbench = try Workbench()
        let files = FileManager.default
        for name in ["plugin", "build/bin"] {
            try files.createDirectory(atPath: workbench.folder + "/" + name, withIntermediateDirectories: true)
        }
        for name in ["scripts", "plugin/profile"] {
            try files.copyItem(
                atPath: Workbench.project.appending(path: name).path(), toPath: workbench.folder + "/" + name)
        }
        try files.copyItem(at: Workbench.plugins, to: URL(filePath: workbench.folder + "/build/plugins"))
        // What a program does is another test's concern: these only start.
        try files.copyItem(atPath: "/bin/true", toPath: workbench.folder + "/build/bin/fernwire")
        for (folder, name) in [("man/man1", "fernwire.1"), ("zsh/site-functions", "_fernwire")] {
            let folder = workbench.folder + "/build/share/" + folder
            try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data("As the argument parser made it.".utf8).write(to: URL(filePath: folder + "/" + name))
        }
    }

    private func script(_ name: String, _ arguments: String..., path: String? = nil) async throws -> Workbench.Output {
        let own = ProcessInfo.processInfo.environment["PATH"] ?? ""
        return try await workbench.run(
            "bash", [workbench.folder + "/scripts/" + name] + arguments,
            environment: path.map { ["PATH": "\($0):\(own)"] } ?? [:], seconds: 120)
    }

    private func install() async throws {
        for part in ["plugin", "profile", "programs"] {
            let output = try await script("install-\(part).sh", "install")
            #expect(output.status.isSuccess, "\(output.error)")
        }
    }

    /// All files below the user's home folder.
    private func installed() throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: workbench.folder + "/home").filter {
            var isFolder: ObjCBool = false
            let path = workbench.folder + "/home/" + $0
            return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
        }
    }

    @Test("Uninstalling removes all that was installed, and succeeds a second time")
    func whatIsInstalledCanBeRemovedTwice() async throws {
        try await install()
        let there = try installed()
        #expect(there.contains(".local/bin/fernwire") && there.contains(".local/bin/fernwire-client"))
        #expect(
            there.contains(".local/share/man/man1/fernwire.1") && there.contains { $0.hasSuffix("/epan/fernwire.so") })
        #expect(there.contains(".config/wireshark/profiles/Fernwire/recent"))
        let first = try await script("install.sh", "uninstall")
        #expect(first.status.isSuccess, "\(first.error)")
        #expect(try installed().isEmpty)
        let second = try await script("install.sh", "uninstall")
        #expect(second.status.isSuccess, "\(second.error)")
        for text in ["no installed programs", "no installed profile", "no installed plugin"] {
            #expect(second.text.contains(text), "\(second.text)")
        }
    }

    /// Somebody else's capture interface, in a folder that takes root's rights, keeps nothing else.
    @Test("A file that the user cannot remove is named, and the rest is removed")
    func whatCannotBeRemovedStopsNothing() async throws {
        try await install()
        // A tshark whose system folder is one that this user may not write in.
        let (system, standIns) = (workbench.folder + "/system", workbench.folder + "/stand-ins")
        for name in [system, standIns] {
            try FileManager.default.createDirectory(atPath: name, withIntermediateDirectories: true)
        }
        try Data().write(to: URL(filePath: system + "/fernwiredump"))
        let real = try await workbench.run("sh", ["-c", "command -v tshark"]).text
            .trimmingCharacters(in: .whitespacesAndNewlines)
        let change = "s|^\\(Global \\)\\{0,1\\}Extcap path:.*|\\1Extcap path: \(system)|; /^Personal Extcap/d"
        try Data("#!/bin/sh\n'\(real)' \"$@\" | sed '\(change)'\n".utf8)
            .write(to: URL(filePath: standIns + "/tshark"))
        chmod(standIns + "/tshark", 0o755)
        chmod(system, 0o555)
        let output = try await script("install.sh", "uninstall", path: standIns)
        #expect(output.status.isSuccess, "\(output.error)")
        #expect(output.text.contains("sudo rm \(system)/fernwiredump"), "\(output.text)")
        #expect(output.text.contains("Left \(system)/fernwiredump."), "\(output.text)")
        #expect(try installed().isEmpty)
        chmod(system, 0o755)
    }

    @Test("Installing fails and names a program that was not built")
    func aProgramThatWasNotBuiltIsSaid() async throws {
        try FileManager.default.removeItem(atPath: workbench.folder + "/build/bin/fernwire")
        let output = try await script("install-programs.sh", "install")
        #expect(!output.status.isSuccess && output.error.contains("there is no build/bin/fernwire"))
    }
}
