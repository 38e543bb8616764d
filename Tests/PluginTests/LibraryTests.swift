// SPDX-License-Identifier: Apache-2.0
import DissectorTesting
import FernwireScenario
import Foundation
import Testing

/// The sessions in captures/library are read as the files beside them say; `make captures` writes those.
@Suite(.timeLimit(.minutes(15))) struct LibraryTests {
    let workbench: Workbench

    init() throws {
        workbench = try Workbench()
    }

    @Test(arguments: ScenarioLibrary.all.map(\.name)) func isReadAsExpected(_ name: String) async throws {
        func read(_ options: [String]) async throws -> [NSDictionary] {
            let arguments = ["-n", "-r", capture] + TSharkJSON.arguments + options
            let output = try await workbench.run("tshark", arguments, environment: ["TZ": "UTC"])
            #expect(output.status.isSuccess || output.error.contains("cut short"), "\(output.error)")
            return try TSharkJSON.frames(output.text)
        }
        func expected(_ suffix: String) throws -> [NSDictionary] {
            try TSharkJSON.frames(String(decoding: Workbench.bytes("library/" + name + suffix), as: UTF8.self))
        }
        let capture = try workbench.library(name)
        let plain = try expected(".expected.json")
        #expect(plain.count > 3)
        #expect(try await read([]) == plain)
        // What only later frames tell is added on the second pass; nothing else changes.
        let twice = try await read(["-2"])
        #expect(twice.count == plain.count)
        for (before, after) in zip(plain, twice) { #expect(TSharkJSON.contains(after, before), "\(after)\n\(before)") }
        let other = (try? expected(".out-of-order.expected.json")) ?? plain
        #expect(try await read(["-o", "tcp.reassemble_out_of_order:TRUE"]) == other)
    }

    /// What can be read only where TCP puts segments into order has both readings.
    @Test func bothReadingsAreThere() throws {
        let library = Workbench.project.appending(path: "captures/library")
        let files = try FileManager.default.contentsOfDirectory(atPath: library.path())
        #expect(files.contains("fault-reordered-segments.out-of-order.expected.json"))
    }
}
