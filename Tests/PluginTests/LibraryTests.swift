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

    private static let outOfOrder = ".out-of-order.expected.json"

    private static func expected(_ name: String, _ suffix: String = ".expected.json") throws -> [NSDictionary] {
        try TSharkJSON.frames(String(decoding: Workbench.bytes("library/" + name + suffix), as: UTF8.self))
    }

    @Test(
        "A library capture is dissected as expected in one pass, and two passes only add to it",
        arguments: ScenarioLibrary.all.map(\.name)) func isReadAsExpected(_ name: String) async throws
    {
        func read(_ options: [String]) async throws -> [NSDictionary] {
            let arguments = ["-n", "-r", capture] + TSharkJSON.arguments + options
            let output = try await workbench.run("tshark", arguments, environment: ["TZ": "UTC"])
            #expect(output.status.isSuccess || output.error.contains("cut short"), "\(output.error)")
            return try TSharkJSON.frames(output.text)
        }
        let capture = try workbench.library(name)
        var plain = try Self.expected(name)
        let other = (try? Self.expected(name, Self.outOfOrder)) ?? plain
        if name == "fault-overlapping-segments", try await Double(workbench.version()) ?? 0 >= 4.6 {
            // From 4.6 on TCP reads what overlaps, whether or not it puts segments into order.
            plain = other
        }
        #expect(plain.count > 3)
        #expect(try await read([]) == plain)
        // What only later frames tell is added on the second pass; nothing else changes.
        let twice = try await read(["-2"])
        #expect(twice.count == plain.count)
        for (before, after) in zip(plain, twice) { #expect(TSharkJSON.contains(after, before), "\(after)\n\(before)") }
        #expect(try await read(["-o", "tcp.reassemble_out_of_order:TRUE"]) == other)
    }

    /// What can be read only where TCP puts segments into order has both readings.
    @Test("An expected output with reassembly out of order differs from the one without")
    func readingsOutOfOrderAreOtherReadings() throws {
        let library = Workbench.project.appending(path: "captures/library")
        let suffix = Self.outOfOrder
        let names = try FileManager.default.contentsOfDirectory(atPath: library.path())
            .filter { $0.hasSuffix(suffix) }.map { String($0.dropLast(suffix.count)) }
        #expect(names.contains("fault-reordered-segments"))
        #expect(Set(names).isSubset(of: ScenarioLibrary.all.map(\.name)))
        for name in names {
            let (plain, other) = (try Self.expected(name), try Self.expected(name, suffix))
            #expect(plain != other, "\(name)")
        }
    }
}
