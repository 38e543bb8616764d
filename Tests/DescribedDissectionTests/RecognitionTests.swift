// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import Testing

@testable import DescribedDissection

/// Which streams a description takes.
@Suite struct RecognitionTests {
    private func dissector(_ more: String = "", takenPorts: Set<UInt16> = []) throws -> DescribedDissector {
        let description = """
            meta: {id: guessed}
            -wireshark: {tcp: [4000, 4001]\(more)}
            seq: [{contents: GUESS}, {id: number, type: u1}]
            """
        return DescribedDissector(
            try DescribedProtocol(description, file: "x.ksy"), keys: keyFile(""), takenPorts: takenPorts,
            isTaken: { _ in false }, isNameTaken: { _ in false })
    }

    private func takes(
        _ text: String, from source: UInt16 = 50_000, to destination: UInt16 = 5000, isGuess: Bool = true,
        by dissector: DescribedDissector
    ) -> Bool {
        let bytes = Array(text.utf8)
        let pdu = PDU(
            reportedLength: bytes.count, isFirstPass: true, source: .init(port: source),
            destination: .init(port: destination))
        return dissector.recognises(bytes.span.bytes, pdu, isGuess: isGuess)
    }

    @Test("A stream for which a port decided is taken, whatever it begins with")
    func decided() throws {
        for more in ["", ", recognise: true"] {
            let dissector = try dissector(more)
            for text in ["", "other", "GUESS1"] {
                #expect(takes(text, to: 4000, isGuess: false, by: dissector), "\(more) \(text)")
            }
        }
    }

    @Test("With `recognise`, a stream on any port is taken if its first segment is one message, and without it none is")
    func guessed() throws {
        let (with, without) = (try dissector(", recognise: true"), try dissector())
        for (text, isTaken) in [
            ("GUESS1", true), ("GUESS", false), ("GUESS12", false), ("other1", false), ("", false),
        ] {
            #expect(takes(text, by: with) == isTaken, "\(text)")
            #expect(!takes(text, by: without) && !takes(text, to: 4000, by: without), "\(text)")
        }
    }

    @Test("On a port that is another dissector's, either way, a stream is taken whose first segment is one message")
    func shared() throws {
        let dissector = try dissector(takenPorts: [4000, 9000])
        #expect(takes("GUESS1", to: 4000, by: dissector) && takes("GUESS1", from: 4000, by: dissector))
        #expect(!takes("GUESS12", to: 4000, by: dissector) && !takes("other1", from: 4000, by: dissector))
        // These are not both the description's and another dissector's.
        for port: UInt16 in [4001, 5000, 9000] {
            #expect(!takes("GUESS1", to: port, by: dissector) && !takes("GUESS1", from: port, by: dissector), "\(port)")
        }
    }
}
