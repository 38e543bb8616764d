// SPDX-License-Identifier: Apache-2.0
import DissectorTesting
import Testing

/// Values that the dissector tells.
@Suite struct ValueTests {
    let workbench: Workbench
    private let capture: CaptureFile

    init() throws {
        workbench = try Workbench()
        var capture = CaptureFile(serverPort: 40_120)
        // -1 and -5.
        capture.datagram(.client, [1, 9])
        self.capture = capture
    }

    @Test("Signed and floating-point numbers, and bytes that stand nowhere, have their values")
    func values() async throws {
        let values = [
            ("small", "-1"), ("large", "-5"), ("sum", "-6"), ("most", "18446744073709551615"), ("half", "-0.5"),
            ("mean", "-3"), ("turned", "0901"), ("twice", "01090109"),
        ]
        let rows = try await workbench.fields(values.map { "kitvalue.\($0.0)" }, of: capture, filter: "kitvalue")
        #expect(rows == [values.map(\.1)])
        for filter in [
            "kitvalue.large == -5", "kitvalue.mean < -2.9", "kitvalue.twice[2:2] == 01:09", "kitvalue.nothing",
        ] {
            #expect(try await workbench.fields(["udp.port"], of: capture, filter: filter).count == 1, "\(filter)")
        }
    }

    @Test("Negative values and values of 64 bits have names, and what was inferred is marked")
    func tree() async throws {
        let tree = try await workbench.tree(of: capture, filter: "kitvalue")
        for line in [
            " Small: Minus One (-1)", " Large: Minus Five (-5)", "[Sum: Minus Six (-6)]",
            "[Most: All Bits (18446744073709551615)]", " Half: -0.5", "[Mean: -3]", " Turned: 0901",
            "[Twice: 01090109]", "[Nothing: <MISSING>]",
        ] { #expect(tree.contains(line), "\(line) is not in \(tree)") }
    }
}
