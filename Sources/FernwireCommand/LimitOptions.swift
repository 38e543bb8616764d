// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FernwireNIO
import FernwireSession
import NIOCore

/// What a server bounds, so that no client takes all of it. PROTOCOL.md §7.
struct LimitOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Clients at a time; others are closed at once.", valueName: "number"))
    var maxClients = SessionListener.defaultConnectionLimit

    @Option(
        help: ArgumentHelp("Memory for the unfinished messages of all clients together, in MiB.", valueName: "number"))
    var maxMemory = 128

    @Option(help: ArgumentHelp("Seconds after which a silent session is ended; 0 for never.", valueName: "number"))
    var idle = 300

    @Option(help: ArgumentHelp("With --save-to: files that one client may send.", valueName: "number"))
    var maxFiles = 100

    @Option(
        help: ArgumentHelp(
            "With --save-to: size of the folder, with what it holds already, in MiB.", valueName: "number"))
    var maxFolder = 1024

    func validate() throws {
        func check(_ name: String, _ value: Int, isIn range: ClosedRange<Int>) throws {
            guard range.contains(value) else {
                throw ValidationError("\(name) is \(range.lowerBound) to \(range.upperBound), not \(value).")
            }
        }
        try check("--max-clients", maxClients, isIn: 1...1_000_000)
        try check("--max-memory", maxMemory, isIn: 1...1_048_576)
        try check("--idle", idle, isIn: 0...604_800)
        try check("--max-files", maxFiles, isIn: 0...1_000_000)
        try check("--max-folder", maxFolder, isIn: 0...1_048_576)
    }

    var memory: MemoryBudget { MemoryBudget(limit: maxMemory << 20) }

    var connections: ConnectionLimits {
        var limits = ConnectionLimits()
        limits.idle = idle == 0 ? nil : .seconds(Int64(idle))
        return limits
    }
}
