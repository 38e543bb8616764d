// SPDX-License-Identifier: Apache-2.0
import Foundation
import PackagePlugin

/// `swift package dissector`: makes, builds, tests and installs dissectors for Wireshark.
///
/// How a plugin is built and installed stands in the kit's scripts, which Fernwire's own plugin uses, too. A build has a
/// scratch folder of its own for each version of Wireshark, and so the plugin starts a `swift build` of its own instead of
/// asking SwiftPM for one.
@main
struct DissectorPlugin: CommandPlugin {
    func performCommand(context: PluginContext, arguments: [String]) async throws {
        do {
            try perform(arguments, Kit(context))
        } catch let failure as Failure {
            // Without a second line that says "error" once more.
            FileHandle.standardError.write(Data("dissector: \(failure.description)\n".utf8))
            exit(1)
        }
    }

    private func perform(_ arguments: [String], _ kit: @autoclosure () throws -> Kit) throws {
        var rest = arguments.dropFirst()
        let named: String? = rest.first?.hasPrefix("-") == false ? rest.popFirst() : nil
        switch arguments.first {
        case "new":
            guard let named, rest.isEmpty else { throw Failure("new takes one name, as in: new echo") }
            try NewDissector(name: named, kit: kit()).write()
        case "build":
            try kit().build(named, Array(rest))
        case "test":
            let kit = try kit()
            try kit.build(nil, [])
            try kit.test(Array(arguments.dropFirst()))
        case "install", "uninstall":
            guard rest.isEmpty else { throw Failure("\(arguments[0]) takes at most one name; see: help") }
            let kit = try kit()
            if arguments[0] == "install" { try kit.build(named, []) }
            for name in try kit.plugins(named) { try kit.install(arguments[0], name) }
        case nil, "help", "--help", "-h":
            print(Self.usage)
        case let unknown?:
            throw Failure("there is no subcommand \(unknown).\n\(Self.usage)")
        }
    }

    private static let usage = """
        swift package dissector new NAME        write a dissector, its plugin and its test, and add them to Package.swift
        swift package dissector build [NAME]    build all plugins, or one, for the Wireshark that is installed
        swift package dissector test            build, then run the package's tests; arguments go to swift test
        swift package dissector install [NAME]  build and put where Wireshark finds it: for you, or as root for everyone
        swift package dissector uninstall [NAME]

        A plugin is a dynamic library product with a target that uses WiresharkHost. Plugins are left in
        build/plugins/<Wireshark's version>/epan/NAME.so.
        """
}

/// What is wrong, and what to do.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
