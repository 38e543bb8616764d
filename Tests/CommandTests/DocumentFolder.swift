// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport

/// A copy of the checkout in which the commands of a page run as its reader runs them, and nobody else's files are near.
///
/// Root runs them as nobody, since root is refused personal plugins in silence, and without any network but the
/// loopback interface, so that all ports are free.
final class DocumentFolder: Sendable {
    private let root: URL
    private var checkout: URL { root.appending(path: "checkout") }
    private let before: Set<String>

    init() async throws {
        let files = FileManager.default
        root = files.temporaryDirectory.appending(path: "fernwire-document-\(UUID())")
        let checkout = root.appending(path: "checkout")
        for name in ["home", "programs", "extcap", "stand-ins", "said", "checkout/build/bin"] {
            try files.createDirectory(at: root.appending(path: name), withIntermediateDirectories: true)
        }
        let (source, target) = (Capturing.project.path(), checkout.path())
        let copied = try await Child.run(["sh", "-c", Self.copying, "sh", source, target])
        guard copied.status.isSuccess else { throw CocoaError(.fileWriteUnknown) }
        try files.copyItem(at: Capturing.plugins, to: checkout.appending(path: "build/plugins"))
        for name in ["fernwire", "fernwire-server", "fernwire-client", "fernwiredump"] {
            let built = Programs.folder.appending(path: name)
            // A link, since they are large; apart from what changes its owner, since that is the original's, too.
            let place = root.appending(path: "programs/\(name)")
            do { try files.linkItem(at: built, to: place) } catch { try files.copyItem(at: built, to: place) }
            let folder = name == "fernwiredump" ? root.appending(path: "extcap") : checkout.appending(path: "build/bin")
            try files.createSymbolicLink(at: folder.appending(path: name), withDestinationURL: place)
        }
        let wireshark = root.appending(path: "stand-ins/wireshark")
        try Data(Self.wireshark.utf8).write(to: wireshark)
        try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: wireshark.path())
        before = try Self.entries(of: checkout)
    }

    deinit {
        try? FileManager.default.removeItem(at: root)
    }

    /// Copies a checkout without what was built in it.
    private static let copying = """
        tar -C "$1" --exclude=./build --exclude='.build*' --exclude=./.git -c . | tar -C "$2" -x
        """

    /// Wireshark without its window: tshark takes the same options, but for the one that begins to capture.
    private static let wireshark = """
        #!/bin/bash
        arguments=()
        for argument in "$@"; do [[ $argument == -k ]] || arguments+=("$argument"); done
        exec tshark "${arguments[@]}" >/dev/null

        """

    /// What is there of the checkout, but for what git ignores.
    private static func entries(of checkout: URL) throws -> Set<String> {
        Set(try FileManager.default.subpathsOfDirectory(atPath: checkout.path()).filter { !$0.hasPrefix("build") })
    }

    /// What commands left where git sees it.
    func litter() throws -> [String] {
        try Self.entries(of: checkout).subtracting(before).sorted()
    }

    /// Runs the blocks of `page` in order, each in a shell of its own.
    ///
    /// - Returns: what is wrong; empty for nothing.
    func run(_ page: DocumentPage) async throws -> [String] {
        let steps = page.blocks.flatMap(steps)
        for step in steps {
            try Data(step.commands.utf8).write(to: root.appending(path: "said/\(step.name).sh"))
        }
        let calls = steps.map { "\($0.staysRunning ? "start" : "run") \($0.name)" }.joined(separator: "\n")
        let driver = root.appending(path: "driver.sh").path()
        try Data((Self.functions + calls + "\n").utf8).write(to: URL(filePath: driver))
        let output = try await Child.run(["sh", "-c", Self.isolation, "sh", root.path(), driver], seconds: 500)
        let states = Dictionary(
            output.text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
                .filter { $0.count == 2 }.map { ($0[0], $0[1]) }, uniquingKeysWith: { $1 })
        return steps.compactMap { failure(of: $0, state: states[$0.name] ?? "was not reached: \(output.error)") }
    }

    private struct Step {
        var name: String
        var commands: String
        var staysRunning = false
        /// What it must print; `nil` where nothing is said of it.
        var output: String?
    }

    private func steps(_ block: DocumentPage.Block) -> [Step] {
        switch block.use {
        case .run: [Step(name: "\(block.line)", commands: block.text)]
        case .leaveRunning: [Step(name: "\(block.line)", commands: block.text, staysRunning: true)]
        case .compare:
            block.comparisons.enumerated().map { number, one in
                Step(name: "\(block.line).\(number)", commands: one.command, output: one.output)
            }
        case .excused, .none: []
        }
    }

    private func failure(of step: Step, state: String) -> String? {
        func said(_ kind: String) -> String {
            (try? String(contentsOf: root.appending(path: "said/\(step.name).\(kind)"), encoding: .utf8)) ?? ""
        }
        let place = "line \(step.name):\n\(step.commands)"
        guard state == "0" else {
            return "\(place)status \(state)\n\(said("out").suffix(500))\(said("err").suffix(2000))"
        }
        guard let output = step.output, output != said("out") else { return nil }
        return "\(place)\nthe page has:\n\(output)\nit prints:\n\(said("out"))"
    }

    /// What calls the driver, where root may: without a network, as nobody.
    private static let isolation = """
        root=$1 driver=$2
        export HOME=$root/home PATH=$root/stand-ins:$PATH
        export WIRESHARK_PLUGIN_DIR=$root/checkout/build/plugins WIRESHARK_EXTCAP_DIR=$root/extcap
        unset XDG_CONFIG_HOME XDG_RUNTIME_DIR FERNWIRE_KEYLOGFILE COLUMNS
        [ "$(id -u)" = 0 ] || exec bash "$driver" "$root"
        chown -R 65534:65534 "$root/home" "$root/checkout" "$root/said"
        set -- setpriv --reuid=65534 --regid=65534 --clear-groups bash "$driver" "$root"
        unshare --net ip link set lo up 2>/dev/null || exec "$@"
        exec unshare --net sh -c 'ip link set lo up && exec "$@"' sh "$@"
        """

    private static let functions = """
        cd "$1/checkout" && said=$1/said || exit 1
        run() {
            timeout --foreground 150 bash -euo pipefail "$said/$1.sh" </dev/null >"$said/$1.out" 2>"$said/$1.err"
            echo "$1 $?"
        }
        start() {
            bash -euo pipefail "$said/$1.sh" </dev/null >"$said/$1.out" 2>"$said/$1.err" &
            for _ in $(seq 300); do
                ! grep -q 'listening on' "$said/$1.out" || { echo "$1 0"; return; }
                kill -0 $! 2>/dev/null || break
                sleep 0.1
            done
            echo "$1 ended-or-never-listened"
        }

        """
}
