// SPDX-License-Identifier: Apache-2.0
import DissectorTesting
import TestSupport
import Testing

/// Messages that end before their description does.
@Suite struct DescribedCutTests {
    private static let description = """
        meta:
          id: pairs
          endian: be
        seq:
          - id: count
            type: u1
          - id: pairs
            type: pair
            repeat: expr
            repeat-expr: count
        types:
          pair:
            seq:
              - id: number
                type: u2
              - id: other
                type: u2
        """
    private static let message: [UInt8] = [2, 0, 1, 0, 2, 0, 3, 0, 4]
    private static let columns = ["pairs.count", "pairs.pair.number", "pairs.pair.other", "pairs.expert.malformed"]

    let workbench: Workbench

    init() throws {
        workbench = try Workbench()
        try workbench.describe("pairs", Self.description)
    }

    /// Values of the fields, and whether the message is malformed.
    private func rows(of capture: CaptureFile, _ rule: String) async throws -> [[String]] {
        try await workbench.fields(Self.columns, of: capture, filter: "pairs", ["-2", "-d", rule]).map { row in
            row.dropLast() + [row.last?.isEmpty == false ? "malformed" : ""]
        }
    }

    @Test("A datagram that ends too early is malformed, and shows what could be read of the innermost value")
    func datagrams() async throws {
        var capture = CaptureFile(serverPort: 4711)
        for length in [9, 7, 5, 4, 1] { capture.datagram(.client, Array(Self.message.prefix(length))) }
        let expected = [
            ["2", "1|3", "2|4", ""], ["2", "1|3", "2", "malformed"], ["2", "1", "2", "malformed"],
            ["2", "1", "", "malformed"], ["2", "", "", "malformed"],
        ]
        #expect(try await rows(of: capture, "udp.port==4711,pairs") == expected)
    }

    @Test("A datagram that the capture cut is not malformed, and a message that goes on in the next segment neither")
    func cutsOfOthers() async throws {
        var capture = CaptureFile(serverPort: 4711)
        capture.snapLength = 42 + 7
        capture.datagram(.client, Self.message)
        #expect(try await rows(of: capture, "udp.port==4711,pairs") == [["2", "1|3", "2", ""]])
        var stream = CaptureFile(serverPort: 4711)
        stream.segment(.client, Array(Self.message.prefix(7)))
        stream.segment(.client, Array(Self.message.dropFirst(7)))
        #expect(try await rows(of: stream, "tcp.port==4711,pairs") == [["2", "1|3", "2|4", ""]])
    }
}
