// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import KaitaiStruct
import Testing

@testable import DescribedDissection

/// Whoever has docs/descriptions.md can describe a protocol that is not in it, in under forty lines.
@Suite("A protocol described from the page alone") struct JSONLinesTests {
    private typealias Sample = JSONLinesSample

    /// What a line shows.
    private struct Line {
        var values: [String: String] = [:]
        var remarks: [String: [String]] = [:]

        /// Whether the text is anywhere.
        func shows(_ text: String) -> Bool {
            (values.values + remarks.values.flatMap(\.self)).contains { $0.contains(text) }
        }
    }

    /// Reads the lines that a client sends.
    private func read(_ text: String, keys: [String]) throws -> [Line] {
        let collection = KeyCollection()
        for key in keys { collection.add(Array(key.utf8), from: "keys", tellsLines: false) }
        let capture = DescribedCapture(
            try DescribedProtocol(Sample.description, file: "json_lines.ksy"), keys: collection)
        capture.add(Array(text.utf8), to: 0, isFromServer: false, isDatagram: false, packet: 1)
        var lines: [Line] = []
        try capture.forEachUnit { unit in
            #expect(unit.failure == nil && unit.consumed == unit.length)
            var line = Line()
            for member in capture.evaluation.members(of: 0) {
                line.remarks[member.name] = capture.remarks(member.slot, of: 0)
                switch member.value {
                case .encoded, .string: line.values[member.name] = try capture.evaluation.string(member.value)
                case .bytes(let range): line.values[member.name] = "\(Array(capture.evaluation.bytes(range)))"
                default: break
                }
            }
            lines.append(line)
        }
        return lines
    }

    private static func changed(_ member: String) throws -> String {
        let mark = try #require(Sample.lines.firstRange(of: "\"\(member)\": \"")).upperBound
        let place = Sample.lines.index(mark, offsetBy: 8)
        let other = Sample.lines[place] == "A" ? "B" : "A"
        return Sample.lines.replacingCharacters(in: place...place, with: other)
    }

    @Test("The description has fewer than forty lines, and nothing is wrong with it") func isShort() throws {
        let described = try DescribedProtocol(Sample.description, file: "json_lines.ksy")
        #expect(described.description.warnings.isEmpty)
        #expect(Sample.description.split(separator: "\n").count < 40)
    }

    @Test("With the keys, each line shows its plaintext, a valid signature and the keys that did it")
    func opens() throws {
        let lines = try read(Sample.lines, keys: [Sample.receiver, Sample.sender])
        #expect(lines.map { $0.values["text"] } == Sample.texts)
        for line in lines {
            #expect(line.remarks["key"] == ["key: keys"])
            #expect(line.remarks["signature"] == ["check: valid by keys"])
        }
    }

    @Test("Without the sender's key the plaintext is shown, and that the signature was not checked")
    func unchecked() throws {
        let lines = try read(Sample.lines, keys: [Sample.receiver])
        #expect(lines.map { $0.values["text"] } == Sample.texts)
        #expect(lines[0].remarks["signature"] == ["check: not made, there is no key that can be keys.sender"])
    }

    @Test(
        "Without the receiver's key, or with a wrong one, no line shows its plaintext",
        arguments: [true, false]) func staysClosed(hasWrongKey: Bool) throws
    {
        let wrong = hasWrongKey ? [String(decoding: RSAPrivateKey.generate().pem(), as: UTF8.self)] : []
        let lines = try read(Sample.lines, keys: [Sample.sender] + wrong)
        #expect(lines.count == 2 && lines.allSatisfy { $0.remarks["signature"] == ["check: valid by keys"] })
        for (line, text) in zip(lines, Sample.texts) {
            #expect(line.values["text"] == nil && !line.shows(text))
            #expect(line.remarks["text"]?.first?.hasPrefix("closed: ") == true)
        }
    }

    @Test(
        "A changed line and a signature by another key show no plaintext, and the line after it is read",
        arguments: ["nonce", "ciphertext", "signature", "another sender"]) func isRefused(_ change: String) throws
    {
        let isOther = change == "another sender"
        let text = isOther ? Sample.lines : try Self.changed(change)
        let lines = try read(text, keys: [Sample.receiver, isOther ? Sample.otherSender : Sample.sender])
        #expect(lines[0].remarks["signature"] == ["check: not valid"])
        #expect(lines[0].remarks["text"] == ["closed: the check fails that covers it"])
        #expect(lines[0].values["text"] == nil && !lines[0].shows(Sample.texts[0]))
        if !isOther { #expect(lines[1].values["text"] == Sample.texts[1]) }
    }

    @Test("A changed key shows no plaintext, though the signature does not cover it") func changedKey() throws {
        let lines = try read(try Self.changed("key"), keys: [Sample.receiver, Sample.sender])
        #expect(lines[0].remarks["signature"] == ["check: valid by keys"])
        #expect(lines[0].values["text"] == nil && !lines[0].shows(Sample.texts[0]))
    }
}

extension String {
    fileprivate func replacingCharacters(in range: ClosedRange<Index>, with text: String) -> String {
        var changed = self
        changed.replaceSubrange(range, with: text)
        return changed
    }
}
