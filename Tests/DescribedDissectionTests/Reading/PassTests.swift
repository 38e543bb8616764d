// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireCrypto
import TestSupport
import Testing

@testable import DescribedDissection

/// What the first pass and all later ones draw, in whatever order frames are asked for.
@Suite struct PassTests {
    private func description(_ unit: String, _ member: String) -> String {
        """
        meta: {id: passes, endian: be}
        -wireshark: {tcp: 4000, unit: \(unit)}
        -keys: {k: fernet}
        seq: [\(member), -payload: true}]
        """
    }

    private static let token =
        "{id: text, size-eos: true, type: str, encoding: UTF-8, process: fernet(keys.k)"
    private static let rest = "{id: text, size-eos: true, type: str, encoding: UTF-8"
    private static let counted = "{id: count, type: u2}, {id: text, size: count, type: str, encoding: UTF-8"

    private func infos(_ passes: Passes) -> [String] {
        passes.frames.indices.map { passes.again($0).map(\.info).joined(separator: " | ") }
    }

    @Test(
        "Later passes draw the same for frames in any order, and a first pass that holds all it needs draws that, too")
    func anyOrder() throws {
        let token = Sealing.token("secret text")
        let traffic: [(String, String, [(Side, [UInt8])])] = [
            (
                "turn", Self.token,
                [
                    (.client, Array(token[..<50])), (.client, Array(token[50...])), (.server, token),
                    (.client, token), (.server, Array(token[..<10])), (.client, token),
                ]
            ), ("segment", Self.token, [(.client, token), (.server, token), (.client, Array(token[..<50]))]),
            ("turn", Self.rest, [(.client, [65]), (.client, [66]), (.server, [67]), (.server, [68]), (.client, [69])]),
            ("connection", Self.rest, [(.client, [65]), (.server, [66]), (.client, [67])]),
            (
                "parsed", Self.counted,
                [(.client, [0, 1, 65, 0, 2, 66]), (.server, [0, 0, 0, 1, 67]), (.client, [66, 0, 3, 1])]
            ),
        ]
        for (unit, member, pieces) in traffic {
            let passes = try Passes(description(unit, member), keys: Sealing.fernetKey.line)
            let first = pieces.map { passes.add($0, $1) }
            let second = passes.frames.indices.map { passes.again($0).map(\.everything) }
            for order in [Array(pieces.indices), pieces.indices.reversed(), pieces.indices.shuffled()] {
                for number in order {
                    #expect(passes.again(number).map(\.everything) == second[number], "\(unit) \(number)")
                }
            }
            // Where units are whole in their frames, the first pass draws all of it.
            if unit == "segment" || unit == "parsed" {
                #expect(first.map { $0.map(\.everything) } == second, "\(unit)")
            }
        }
    }

    @Test("A unit over several frames is shown in its last one, and the others name that")
    func lastFrame() throws {
        let token = Sealing.token("secret text")
        let passes = try Passes(description("turn", Self.token), keys: Sealing.fernetKey.line)
        let first = [token[..<50], token[50..<70], token[70...]].flatMap { passes.add(.client, Array($0)) }
        #expect(first.map(\.info).last == "Passes: secret text", "\(first.map(\.info))")
        #expect(infos(passes) == ["Part of a message", "Part of a message", "Passes: secret text"])
        #expect(passes.again(0)[0].steps.contains { $0.kind == .inferredNumber && $0.value == 3 })
        let last = passes.again(2)[0]
        #expect(last.texts(of: .source) == [String(decoding: token, as: UTF8.self), "secret text"])
    }

    @Test("Without fields, what the Info column and the notes say is the same")
    func withoutFields() throws {
        let token = Sealing.token("secret text")
        for keys in [Sealing.fernetKey.line, Sealing.otherFernetKey.line, ""] {
            let (with, without) = (
                try Passes(description("segment", Self.token), keys: keys),
                try Passes(description("segment", Self.token), keys: keys)
            )
            let one = with.add(.client, token)
            let other = without.add(.client, token, wantsFields: false)
            #expect(one.map(\.info) == other.map(\.info))
            #expect(one[0].notes == other[0].notes && one[0].notes.isEmpty == (keys == Sealing.fernetKey.line))
            let said = one[0].all
            #expect(said.contains("secret text") == (keys == Sealing.fernetKey.line))
            #expect(!said.contains(Sealing.fernetKey.line))
        }
    }

    @Test("What fails a check is in no part of a plan: not in Info, a source, a field or what is followed")
    func refuted() throws {
        let description = """
            meta: {id: passes}
            -wireshark: {tcp: 4000, unit: segment}
            -keys: {enc: aes-128, mac: aes-256}
            seq:
              - {id: text, size: _io.size - 32, process: aes_cbc(keys.enc), type: str, encoding: UTF-8, -payload: true}
              - {id: mac, size: 32, -check: 'hmac("sha256", keys.mac, _raw_text)'}
            """
        let mac = [UInt8](repeating: 7, count: 32)
        let keys = "enc=\(hex(Vectors.key))\nmac=\(hex(mac))"
        let sealed = Sealing.cbc("secret text", Vectors.key)
        let unit = sealed + Sealing.mac(mac, sealed)
        let good = try Passes(description, keys: keys).add(.client, unit)[0]
        #expect(good.info == "Passes: secret text" && good.texts(of: .source) == ["secret text"], "\(good.info)")
        #expect(good.notes == [])
        for place in unit.indices {
            var changed = unit
            changed[place] ^= 4
            let bad = try Passes(description, keys: keys).add(.client, changed)[0]
            #expect(bad.notes == ["passes.expert.check_failed"], "\(bad.notes)")
            #expect(bad.texts(of: .source) == [] && bad.info == "Passes")
        }
        // A check that cannot be made lets the plaintext show, with a note.
        let unchecked = try Passes(description, keys: "enc=" + hex(Vectors.key)).add(.client, unit)[0]
        #expect(
            unchecked.info == "Passes: secret text" && unchecked.notes == ["passes.expert.unchecked"],
            "\(unchecked.notes)")
    }

    @Test("The server is whoever has the port that was chosen, or one of the description's, and otherwise who answers")
    func sides() throws {
        let text = """
            meta: {id: sides}
            -wireshark: {tcp: 4000, udp: 5000, unit: segment}
            seq: [{id: all, size-eos: true}]
            """
        let passes = try Passes(text)
        for (source, destination, server, transport, side) in [
            (4000, 9, 9, .stream, .client), (9, 4000, 9, .stream, .server),
            // The server may speak first.
            (4000, 9, nil, .stream, .server), (9, 4000, nil, .stream, .client), (5000, 9, nil, .datagram, .server),
            (9, 5000, nil, .datagram, .client),
            // The one that is seen first.
            (4000, 4000, nil, .stream, .client), (5000, 9, nil, .stream, .client), (4000, 9, nil, .datagram, .client),
        ] as [(UInt16, UInt16, UInt16?, Transport, Side)] {
            let pdu = PDU(
                reportedLength: 1, isFirstPass: true, transport: transport, source: .init(port: source),
                destination: .init(port: destination), serverPort: server)
            let found = passes.dissector.makeConversation().side(of: pdu)
            #expect(found == side, "\(source) \(destination) \(transport)")
        }
        for (source, destination, side) in [(8, 9, .client), (9, 8, .server), (8, 9, .client)]
            as [(UInt16, UInt16, Side)]
        {
            let pdu = PDU(
                reportedLength: 1, isFirstPass: true, source: .init(port: source), destination: .init(port: destination)
            )
            #expect(passes.conversation.side(of: pdu) == side)
        }
    }

    @Test("A message adds 64 tabs of bytes, and what is beyond has no tab")
    func tabs() throws {
        let description = """
            meta: {id: tabs}
            -wireshark: {tcp: 4000, unit: segment}
            seq: [{id: parts, type: part, repeat: eos}]
            types: {part: {seq: [{id: byte, size: 1, process: xor(1)}]}}
            """
        for (count, tabs) in [(63, 63), (64, 64), (65, 64), (300, 64)] {
            let plans = try Passes(description).add(.client, [UInt8](repeating: 7, count: count))
            let made = plans.flatMap { plan in plan.steps.filter { $0.kind == .source } }
            #expect(made.count == tabs, "\(count)")
        }
    }
}
