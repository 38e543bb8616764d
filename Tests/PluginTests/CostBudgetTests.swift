// SPDX-License-Identifier: Apache-2.0
import DissectorTesting
import FernwireCrypto
import Foundation
import TestSupport
import Testing

/// What a capture holds, however odd, costs Wireshark little more than it does without the plugin, and ten times as much of
/// it about ten times as much.
@Suite(.serialized, .timeLimit(.minutes(30))) struct CostBudgetTests {
    let workbench: Workbench

    init() throws {
        workbench = try Workbench()
    }

    /// Of one run of tshark.
    struct Cost: CustomStringConvertible {
        /// Seconds of CPU, in user and system.
        var seconds: Double
        var megabytes: Double

        static func - (left: Cost, right: Cost) -> Cost {
            Cost(seconds: left.seconds - right.seconds, megabytes: left.megabytes - right.megabytes)
        }

        func least(_ other: Cost) -> Cost {
            Cost(seconds: min(seconds, other.seconds), megabytes: min(megabytes, other.megabytes))
        }

        var description: String { String(format: "%.2f s, %.0f MB", seconds, megabytes) }
    }

    /// What the plugin may add to the cost without it. The seconds are those of the machine on which the limit was set, which
    /// signs with RSA-2048 in 0.4 ms.
    static let limit = Cost(seconds: 2, megabytes: 100)

    /// How many seconds of this machine are one second of that machine, at least 1: a machine may sign much faster, and do all
    /// else only a little faster.
    private static let slowness: Double = {
        guard let key = Sample.credentials.rsaKey else { return 1 }
        let message = [UInt8](repeating: 7, count: 32)
        let costs = (0..<5).map { _ in
            let start = clock()
            for _ in 0..<100 { _ = key.sign(message.span.bytes) }
            return Double(clock() - start) / Double(CLOCKS_PER_SEC) / 100
        }
        return max(1, (costs.min() ?? 0.0004) / 0.0004)
    }()
    /// For ten times as much.
    static let growth = 12.0

    @Test(
        "The plugin adds less than 2 s and 100 MB, and ten times the input takes under 12 times the CPU",
        arguments: CostInput.all) func isWithinBudget(_ input: CostInput) throws
    {
        var (tenth, full, without) = try costs(input)
        // What else the machine does makes the same work dearer, never cheaper: so the least of each counts.
        for _ in 0..<4 where !Self.isWithinLimits(tenth, full, without) {
            let again = try costs(input)
            tenth = tenth.least(again.tenth)
            full = full.least(again.full)
            without = without.least(again.without)
        }
        #expect(Self.isWithinLimits(tenth, full, without), "\(tenth) → \(full), without the plugin \(without)")
    }

    private static func isWithinLimits(_ tenth: Cost, _ full: Cost, _ without: Cost) -> Bool {
        let added = full - without
        return added.seconds < limit.seconds * slowness && added.megabytes < limit.megabytes
            && full.seconds < growth * tenth.seconds
    }

    private func costs(_ input: CostInput) throws -> (tenth: Cost, full: Cost, without: Cost) {
        let tenth = try cost(input, input.count / 10).with
        let (full, without) = try cost(input, input.count)
        return (tenth, full, without)
    }

    /// What it takes to read `count` of what `input` has, with and without the plugin.
    private func cost(_ input: CostInput, _ count: Int) throws -> (with: Cost, without: Cost) {
        let capture = try workbench.file("capture.pcapng", input.make(count).bytes)
        let keys = try workbench.file("keys", input.keys)
        let arguments = input.arguments.map {
            $0.replacingOccurrences(of: "KEYS", with: keys)
                .replacingOccurrences(of: "FOLDER", with: "\(workbench.folder)/home/\(UUID())")
        }
        // The preferences and protocols of the plugin are unknown without it.
        return (
            try run(["-n", "-r", capture] + arguments), try run(["-n", "-r", capture], plugins: "none")
        )
    }

    private func run(_ arguments: [String], plugins: String = "plugins") throws -> Cost {
        let settings = [
            "HOME=\(workbench.folder)/home", "WIRESHARK_PLUGIN_DIR=\(workbench.folder)/\(plugins)",
            "PATH=" + (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"),
        ]
        let drop = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"]
        let used = try MeasuredProgram.run(
            (Child.isRoot ? drop : []) + ["env", "-i"] + settings + ["tshark"] + arguments)
        #expect(used.status == 0)
        return Cost(seconds: used.seconds, megabytes: used.megabytes)
    }
}
