// SPDX-License-Identifier: Apache-2.0
import Foundation
import PackagePlugin

/// Writes a dissector: the example `Echo`, under another name.
struct NewDissector {
    private let kit: Kit
    private let name: String
    /// The name in Swift: `MyChat` for `my_chat`.
    private let type: String
    private let files = FileManager.default

    init(name: String, kit: Kit) throws {
        guard name.wholeMatch(of: /[a-z][a-z0-9]*(_[a-z0-9]+)*/) != nil, name.count <= 30 else {
            throw Failure(
                """
                \(name) is no name of a dissector: lower-case letters, digits and single _ between them, a letter \
                first, at most 30, such as echo or my_chat
                """)
        }
        self.kit = kit
        self.name = name
        type = name.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    func write() throws {
        let root = kit.package.directoryURL
        let manifest = root.appending(path: "Package.swift")
        let text = try String(contentsOf: manifest, encoding: .utf8)
        guard text.contains("let package = Package(") else {
            throw Failure("Package.swift has no let package = Package(…), to which the dissector could be added")
        }
        try checkIsFree(root)
        let names = try self.names()
        let example = kit.folder.appending(path: "Examples/Echo")
        for file in [
            "Sources/Echo/EchoDissector.swift", "Sources/Echo/Plugin.swift", "Tests/EchoTests/EchoTests.swift",
        ] {
            let target = root.appending(path: file.replacing("Echo", with: type))
            try files.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
            let source = try String(contentsOf: example.appending(path: file), encoding: .utf8)
            try Data(names(source.replacing(/\A\/\/ SPDX.*\n/, with: "")).utf8).write(to: target)
            print("Wrote \(file.replacing("Echo", with: type)).")
        }
        let all = try String(contentsOf: example.appending(path: "Package.swift"), encoding: .utf8)
        guard let start = all.range(of: "\n// The dissector") else { throw Failure("the kit's example has changed") }
        let addition = names(String(all[start.lowerBound...])).replacing("\"fernwire\"", with: "\"\(kit.identity)\"")
        try Data((text + addition).utf8).write(to: manifest)
        print("Added the plugin \(name) to Package.swift.")
        try ignore("build/", root)
        print("Now: swift package dissector test")
    }

    private func checkIsFree(_ root: URL) throws {
        let modules = [
            "DissectorKit", "DissectorTesting", "Foundation", "Swift", "Testing", "WiresharkHost", "WireSchema",
        ]
        let taken = kit.package.targets.map(\.name) + kit.package.products.map(\.name) + modules
        let wanted = [name, type, type + "Tests"]
        if let other = taken.first(where: { taken in wanted.contains { $0.lowercased() == taken.lowercased() } }) {
            throw Failure("the name \(name) is taken: there is a target, product or module \(other). Choose another.")
        }
        for folder in ["Sources/\(type)", "Tests/\(type)Tests"]
        where files.fileExists(atPath: root.appending(path: folder).path()) {
            throw Failure("the name \(name) is taken: there is a folder \(folder). Choose another, or remove it.")
        }
    }

    /// What to write in place of the example's names: Wireshark takes no protocol whose name, short name or filter it
    /// already has.
    private func names() throws -> (String) -> String {
        let known = try kit.protocols()
        func isFree(_ title: String, _ filter: String) -> Bool {
            known.isDisjoint(with: [title, title + " Protocol", filter])
        }
        var (title, filter) = (type, name)
        if !isFree(title, filter) {
            (title, filter) = ("My " + type, "my" + name)
            guard isFree(title, filter) else {
                throw Failure("Wireshark has protocols \(name) and \(filter). Choose another name.")
            }
            print("Wireshark has a protocol \(name), so that this one's display filter is \(filter).")
        }
        let port = self.port
        return {
            $0.replacing("My Echo", with: title).replacing("myecho", with: filter).replacing("Echo", with: type)
                .replacing("echo", with: name).replacing("40_007", with: "\(port)").replacing("40007", with: "\(port)")
        }
    }

    /// A port that another new dissector in the same Wireshark hardly has.
    private var port: Int {
        40_000 + name.utf8.reduce(0) { ($0 * 31 + Int($1)) % 9000 }
    }

    /// Adds a line to .gitignore, unless it is there.
    private func ignore(_ line: String, _ root: URL) throws {
        let file = root.appending(path: ".gitignore")
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        guard !text.split(separator: "\n").contains(Substring(line)) else { return }
        let separator = text.isEmpty || text.hasSuffix("\n") ? "" : "\n"
        try Data((text + separator + line + "\n").utf8).write(to: file)
    }
}
