// SPDX-License-Identifier: Apache-2.0
import DescribedDissection
import FuzzSupport
import KaitaiStruct

/// Any description over any bytes. An input is its text up to the first NUL, then steps.
final class DescriptionTarget: Fuzzed {
    /// Descriptions that were read last: the fuzzer changes what they read more often than them.
    private var known: [String: DescribedProtocol?] = [:]

    func take(_ input: [UInt8]) {
        let end = input.firstIndex(of: 0) ?? input.endIndex
        guard let described = described(String(decoding: input[..<end], as: UTF8.self)) else { return }
        let steps = Script([0, 0] + input[min(end + 1, input.endIndex)...]).steps
        let capture = DescribedCapture(described, keys: DescriptionKeys.collection)
        for (number, step) in steps.enumerated() {
            capture.add(
                step.content, to: 0, isFromServer: step.isFromServer, isDatagram: false, packet: UInt64(number + 1))
        }
        capture.forEachUnit { _ in
            guard capture.evaluation.hasStructures else { return }
            for member in capture.evaluation.members(of: 0) { _ = capture.remarks(member.slot, of: 0) }
        }
        if let first = steps.first { _ = capture.read(first.content) }
    }

    private func described(_ text: String) -> DescribedProtocol? {
        if let known = known[text] { return known }
        if known.count > 200 { known = [:] }
        let read = try? DescribedProtocol(text, file: "fuzz.ksy")
        known[text] = .some(read)
        return read
    }
}

/// Expressions of a description, which are read, checked and computed over a few bytes.
struct ExpressionTarget: Fuzzed {
    /// The description that the expression stands in, up to it.
    private static let head = """
        meta:
          id: fuzz
          endian: be
        seq:
          - id: a
            type: u1
          - id: b
            type: s8le
          - id: c
            size: 4
          - id: d
            type: strz
            encoding: UTF-8
          - id: e
            type: part
            repeat: expr
            repeat-expr: 2
        types:
          part:
            seq:
              - id: f
                type: b3
              - id: g
                type: b13
        instances:
          h:
            value: '
        """

    func take(_ input: [UInt8]) {
        // In YAML a quote stands twice, and a line must not end.
        let text = String(decoding: input.prefix(2048), as: UTF8.self).map { character in
            character == "'" ? "''" : character.isNewline ? " " : String(character)
        }.joined()
        guard let described = try? DescribedProtocol(Self.head + text + "'\n", file: "fuzz.ksy") else { return }
        let capture = DescribedCapture(described, keys: DescriptionKeys.collection)
        _ = capture.read([7, 1, 2, 3, 4, 5, 6, 7, 128, 0, 255, 1, 2, 0x61, 0x62, 0, 0xAB, 0xCD, 0x12, 0x34])
        guard capture.evaluation.hasStructures else { return }
        for member in capture.evaluation.members(of: 0) { _ = capture.remarks(member.slot, of: 0) }
    }
}
