// SPDX-License-Identifier: Apache-2.0
import Foundation
import PackagePlugin

/// A package that uses the kit, and the kit's own folder with its scripts.
struct Kit {
    let package: Package
    /// The name by which the package's targets call the kit's package.
    let identity: String
    let folder: URL
    private let scratch: URL

    init(_ context: PluginContext) throws {
        package = context.package
        guard let kit = context.package.dependencies.first(where: { $0.package.displayName == "fernwire" })?.package
        else {
            throw Failure("this package does not depend on Fernwire. Run this in a package of your own.")
        }
        identity = kit.id
        folder = kit.directoryURL
        scratch = context.pluginWorkDirectoryURL.appending(path: "wireshark")
    }

    /// The names of the package's plugins, or `named` if it is one of them.
    func plugins(_ named: String?) throws -> [String] {
        let all = package.products(ofType: LibraryProduct.self).filter { product in
            let targets = product.targets.flatMap { [$0] + $0.recursiveTargetDependencies }
            return product.kind == .dynamic && targets.contains { $0.name == "WiresharkHost" }
        }.map(\.name).sorted()
        guard !all.isEmpty else {
            throw Failure(
                """
                this package has no plugin: no product .library(name:, type: .dynamic, targets:) whose targets use \
                WiresharkHost. Write one with: swift package dissector new NAME
                """)
        }
        guard let named else { return all }
        guard all.contains(named) else {
            throw Failure("this package has no plugin \(named); it has \(all.joined(separator: ", "))")
        }
        return [named]
    }

    func build(_ named: String?, _ arguments: [String]) throws {
        for name in try plugins(named) {
            try run(
                "build-plugin.sh",
                ["--package", package.directoryURL.path(), "--product", name, "--scratch", scratch.path()] + arguments)
        }
    }

    func test(_ arguments: [String]) throws {
        try run("test-plugin.sh", [package.directoryURL.path(), scratch.path()] + arguments)
    }

    /// - Parameter action: `install` or `uninstall`.
    func install(_ action: String, _ name: String) throws {
        try run("install-plugin.sh", [action, package.directoryURL.path(), name])
    }

    /// What Wireshark calls the protocols that it knows: names, short names and filters.
    func protocols() throws -> Set<String> {
        let output = Pipe()
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["tshark", "-G", "protocols"]
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0, !text.isEmpty else {
            throw Failure("tshark does not run, which says whether the name is free: apt install tshark")
        }
        return Set(text.split(separator: "\n").flatMap { $0.split(separator: "\t").map(String.init) })
    }

    /// Runs one of the kit's scripts, which says itself what went wrong.
    private func run(_ script: String, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["bash", folder.appending(path: "scripts/" + script).path()] + arguments
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { exit(process.terminationStatus) }
    }
}
