// SPDX-License-Identifier: Apache-2.0
import DissectorTesting
import Foundation
import Testing

/// The plugins of four packages, with eleven dissectors between them, each with a Swift runtime of its own.
@Suite struct OneProcessTests {
    static let kit = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Loads them all. They must have been built, which scripts/test-kit.sh does.
    private func workbench() throws -> Workbench {
        try Workbench(
            plugins: [".", "Examples/Echo", "Examples/MQTT", "Tests/KitPackage"].map {
                Self.kit.appending(path: $0).appending(path: "build/plugins")
            })
    }

    @Test("Fernwire's plugin, both examples and this package's live in one tshark")
    func together() async throws {
        let workbench = try workbench()
        var capture = CaptureFile(serverPort: 40_007)
        capture.segment(.client, [1, 0, 2, 0x68, 0x69])
        var mqtt = CaptureFile(serverPort: 1883)
        mqtt.segment(.client, [0xC0, 0])
        capture.append(mqtt)
        var fields = CaptureFile(serverPort: 40_100)
        fields.datagram(.client, FieldTests.packet)
        capture.append(fields)
        let sample = try Data(contentsOf: Self.kit.appending(path: "captures/library/badge-fernet.pcapng"))
        let rows = try await workbench.fields(
            ["myecho.text", "fwmqtt.type", "kitfield.u24"], of: capture, filter: "myecho || fwmqtt || kitfield",
            ["-d", "tcp.port==1883,fwmqtt"])
        #expect(rows == [["hi", "", ""], ["", "12", ""], ["", "", "65536"]])
        let texts = try await workbench.fields(
            ["fernwire.record.plaintext"], in: workbench.file("badge.pcapng", Array(sample)),
            filter: "fernwire.record.plaintext")
        #expect(texts.contains { $0[0].contains("BadgeNumber: 12345") })
    }

    @Test("A folder without a plugin is an error, and so is a plugin that tshark does not load")
    func failures() async throws {
        #expect(throws: Workbench.Failure.self) {
            try Workbench(plugins: [FileManager.default.temporaryDirectory.appending(path: "nothing-\(UUID())")])
        }
        let folder = FileManager.default.temporaryDirectory.appending(path: "broken-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        for version in [try await workbench().version(), "0.1"] {
            try? FileManager.default.removeItem(at: folder)
            let file = folder.appending(path: "\(version)/epan/broken.so")
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data("no library".utf8).write(to: file)
            let workbench = try Workbench(plugins: [folder])
            let capture = CaptureFile(serverPort: 1)
            let failure = await #expect(throws: Workbench.Failure.self) {
                try await workbench.fields(["frame.number"], of: capture, filter: "frame")
            }
            #expect(failure?.description.contains("broken.so") == true)
        }
    }
}
