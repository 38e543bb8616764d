// SPDX-License-Identifier: Apache-2.0
import DissectorTesting
import TestSupport
import Testing

/// Messages that do not have the form of their description.
@Suite struct DescribedFailureTests {
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

    @Test("An instance that lies beyond the message makes it malformed, and one within it does not")
    func instances() async throws {
        try workbench.describe(
            "far",
            """
            meta:
              id: far
            seq:
              - id: place
                type: u1
            instances:
              target:
                pos: place
                type: u1
              again:
                value: target + 1
            """)
        var capture = CaptureFile(serverPort: 4711)
        for place: UInt8 in [1, 2, 200] { capture.datagram(.client, [place, 7]) }
        let rows = try await workbench.fields(
            ["far.place", "far.target", "far.again", "far.expert.malformed"], of: capture, filter: "far",
            ["-d", "udp.port==4711,far"])
        #expect(rows.map { $0.prefix(3) } == [["1", "7", "8"], ["2", "", ""], ["200", "", ""]])
        #expect(rows.map { $0[3].isEmpty } == [true, false, false])
    }

    @Test("Where levels end that are shown, that is said, once for each message")
    func levels() async throws {
        try workbench.describe(
            "deep",
            """
            meta:
              id: deep
            seq:
              - id: count
                type: u1
            instances:
              inner:
                pos: 0
                type: level(count)
            types:
              level:
                params:
                  - id: left
                    type: u1
                instances:
                  inner:
                    value: left
                  first:
                    pos: 0
                    type: level(left - 1)
                    if: left > 0
                  second:
                    pos: 0
                    type: level(left - 1)
                    if: left > 0 and left < 3
            """)
        var capture = CaptureFile(serverPort: 4711)
        for count: UInt8 in [3, 27, 40, 255] { capture.datagram(.client, [count]) }
        let rows = try await workbench.fields(
            ["deep.count", "deep.expert.limit"], of: capture, filter: "deep", ["-d", "udp.port==4711,deep"])
        #expect(rows.map { $0[0] } == ["3", "27", "40", "255"])
        #expect(rows.map { $0[1].split(separator: "|").count } == [0, 0, 1, 1], "\(rows)")
    }
}
