// SPDX-License-Identifier: Apache-2.0
import DissectorTesting
import Foundation
import Testing

/// The sessions in captures/ are read as the files beside them say.
@Suite struct SampleCaptureTests {
    let workbench: Workbench

    init() throws {
        workbench = try Workbench()
    }

    @Test(
        "A sample capture is dissected exactly as the file beside it says",
        arguments: [
            ("first-session", "first-session.key"), ("wrapped-session", "wrapped-session.pem"),
            ("gcm-session", "gcm-session.key"), ("cbc-session", "cbc-session.key"),
            ("nomac-session", "nomac-session.key"), ("plaintext-session", nil),
            ("modern-session", "modern-session.keylog"), ("sealed-session", "sealed-session.pem"),
            ("signed-session", "signed-session.pem"), ("toy-session", nil), ("tls-session", nil),
        ])
    func isReadAsExpected(_ name: String, _ key: String?) async throws {
        let capture = try workbench.sample(name + ".pcapng")
        let keys = try key.map { try workbench.sample($0) }
        let text = try await workbench.tshark(
            capture, keyFile: keys, TSharkJSON.arguments, environment: ["TZ": "UTC"])
        let found = try TSharkJSON.frames(text)
        let expected = try TSharkJSON.frames(String(decoding: Workbench.bytes(name + ".expected.json"), as: UTF8.self))
        #expect(found.count > 7)
        #expect(found == expected)
    }
}
