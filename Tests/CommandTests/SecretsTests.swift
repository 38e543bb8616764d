// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@testable import FernwireCapture

/// What `fernwire secrets show` says of a capture.
@Suite struct SecretsTests {
    @Test("Secrets of another program are told by their type and size, and the keys beside them are counted")
    func secretsOfOthers() async throws {
        // The byte order, the version and a length that is not said.
        let section = PcapngBlock(
            type: PcapngBlock.sectionType,
            body: [0x4D, 0x3C, 0x2B, 0x1A, 1, 0, 0, 0] + [UInt8](repeating: 0xFF, count: 8), isLittleEndian: true)
        // The type of a key log of TLS, the number of bytes, and these with their padding.
        let foreign = PcapngBlock(
            type: PcapngBlock.secretsType,
            body: Array("KSLT".utf8) + [5, 0, 0, 0] + Array("a log".utf8) + [0, 0, 0], isLittleEndian: true)
        let own = PcapngBlock(keyFile: Array((FernetVectors.keyText + "\n").utf8), isLittleEndian: true)
        let path = FileManager.default.temporaryDirectory.appending(path: "fernwire-\(UUID()).pcapng").path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(section.bytes + foreign.bytes + own.bytes).write(to: URL(filePath: path))
        let shown = try await Programs.run("fernwire", ["secrets", "show", path])
        #expect(shown.status.isSuccess && shown.error.isEmpty, "\(shown.error)")
        #expect(
            shown.text == """
                secrets of type 0x544c534b, 5 bytes
                Fernwire keys: 1 pre-shared, 0 private, 0 key-log lines, 0 lines that are no keys

                """)
    }
}
