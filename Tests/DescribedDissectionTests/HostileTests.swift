// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import Foundation
import Testing

@testable import DescribedDissection

/// No bytes make a description trap, hang or grow.
@Suite struct HostileTests {
    /// Numbers from a fixed seed.
    struct Seeded: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    private static let protocols = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "protocols")

    private static let keys =
        Sealing.fernetKey.line + "\n" + Sealing.rsa.privateText + Sealing.otherRSA.publicText + hex(Vectors.key) + "\n"

    /// What the systems of the shipped descriptions say.
    private static let units: [[UInt8]] = [
        Sealing.token("BadgeNumber: 12345"), Array("BadgeNumber: 12345".utf8), Sealing.rsa.publicPEM(),
        Sealing.oaep(Array("text".utf8)) + Sealing.rsa.sign(Array("text".utf8).span.bytes),
        Sealing.oaep(Array(Sealing.fernetKey.text())) + Sealing.token("text") + Sealing.rsa.sign([1].span.bytes),
        Sealing.oaep(Sealing.fernetKey.text()) + Sealing.oaep([UInt8](repeating: 7, count: 32)),
        Sealing.token("text") + Array("|".utf8) + Array(hex(Sealing.mac([7], Sealing.token("text"))).utf8),
        Array(Data(Sealing.cbc("text", Array("Sixteen byte key".utf8))).base64EncodedString().utf8),
        Array("05123450212".utf8), Array("20".utf8) + ToyCipher(key: 7).encrypt([65, 66].span.bytes) + [1, 2, 3],
    ]

    private func mutated(_ unit: [UInt8], _ generator: inout Seeded) -> [UInt8] {
        var unit = unit
        for _ in 0..<Int.random(in: 0...4, using: &generator) where !unit.isEmpty {
            let place = Int.random(in: unit.indices, using: &generator)
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: unit[place] = UInt8.random(in: 0...255, using: &generator)
            case 1: unit.removeSubrange(place..<min(unit.count, place + Int.random(in: 1...40, using: &generator)))
            case 2: unit.insert(contentsOf: unit[place...].prefix(20), at: place)
            case 3: unit.insert(UInt8.random(in: 0...255, using: &generator), at: place)
            default: unit = Array(unit.prefix(place))
            }
        }
        return unit
    }

    @Test(
        "Random and changed traffic is read without a trap, cut anywhere, and later passes agree",
        arguments: ["aes_lines", "badge", "chat", "rsa_messages", "toy_commands"])
    func shipped(_ name: String) throws {
        let file = Self.protocols.appending(path: name + ".ksy")
        let description = try String(contentsOf: file, encoding: .utf8)
        var generator = Seeded(state: 20_261_128)
        let end = ContinuousClock.now + .milliseconds(700)
        while ContinuousClock.now < end {
            let passes = try Passes(description, keys: Bool.random(using: &generator) ? Self.keys : "")
            for _ in 0..<10 {
                var unit = mutated(Self.units.randomElement(using: &generator) ?? [], &generator)
                if Int.random(in: 0..<8, using: &generator) == 0 {
                    unit = (0..<Int.random(in: 0...600, using: &generator)).map { _ in generator.next() }.map(
                        UInt8.init(truncatingIfNeeded:))
                }
                let side = Bool.random(using: &generator) ? Side.client : .server
                let cut = Int.random(in: 0...unit.count, using: &generator)
                _ = passes.add(side, Array(unit[..<cut]))
                _ = passes.add(side, Array(unit[cut...]))
            }
            let later = passes.frames.indices.map { passes.again($0).map(\.everything) }
            for number in passes.frames.indices.reversed() {
                #expect(passes.again(number).map(\.everything) == later[number])
            }
        }
    }

    /// Descriptions that want to cost much, and the bytes with which they do.
    private static let nasty: [(name: String, description: String, bytes: [UInt8])] = [
        (
            "recursion", "seq: [{id: a, type: t}]\ntypes: {t: {seq: [{id: a, type: u1}, {id: b, type: t}]}}",
            zeros(1 << 18)
        ),
        ("recursion without bytes", "seq: [{id: a, type: t}]\ntypes: {t: {seq: [{id: b, type: t}]}}", zeros(10)),
        ("empty elements", "seq: [{id: a, size: 0, repeat: eos}]", zeros(10)),
        ("empty structures", "seq: [{id: a, type: t, repeat: eos}]\ntypes: {t: {seq: []}}", zeros(10)),
        (
            "a huge count",
            "seq: [{id: n, type: u8}, {id: a, size: 0, repeat: expr, repeat-expr: n & 0x7fffffffffffffff}]", ones(20)
        ),
        ("a huge size", "seq: [{id: n, type: u8}, {id: a, size: n}]", ones(20)),
        ("a huge list", "seq: [{id: a, type: u1, repeat: eos}]", zeros(1 << 18)),
        (
            "far positions",
            "seq: [{id: n, type: u4, repeat: eos}]\ninstances: {a: {pos: 'n[0] * 4294967296', size: 1}, b: {pos: -1, size: 4}, c: {pos: 9223372036854775807, size: 1}}",
            ones(64)
        ),
        (
            "the same bytes again and again",
            "seq: [{id: a, type: t, repeat: eos}]\ntypes: {t: {seq: [{id: b, type: u1}], instances: {c: {pos: 0, size-eos: true, process: 'xor(7)'}}}}",
            zeros(1 << 16)
        ),
        (
            "hashes of all for each",
            "seq: [{id: a, type: t, repeat: eos}]\ntypes: {t: {seq: [{id: b, type: u1}], instances: {all: {pos: 0, size: _root._io.size, io: _root._io}, c: {value: 'hash(\"sha256\", all)'}}}}",
            zeros(1 << 16)
        ),
        (
            "keys by a hash of all for each",
            "-keys: {k: secret}\nseq: [{id: a, type: t, repeat: eos}]\ntypes: {t: {seq: [{id: b, type: u1}], instances: {all: {pos: 0, size: _root._io.size, io: _root._io}, c: {value: 'key_hash(\"sha256\", keys.k, all)'}}}}",
            zeros(1 << 16)
        ),
        (
            "keys that are all for each",
            "seq: [{id: a, type: t, repeat: eos}]\ntypes: {t: {seq: [{id: b, type: u1}], instances: {all: {pos: 0, size: _root._io.size, io: _root._io}, c: {value: 'hmac(\"sha256\", all, \"x\")'}}}}",
            zeros(1 << 16)
        ),
        (
            "a process of all for each",
            "seq: [{id: a, type: t, repeat: eos}]\ntypes: {t: {seq: [{id: b, type: u1}], instances: {all: {pos: 0, size: _root._io.size, io: _root._io}, c: {value: 'pem(all)'}}}}",
            zeros(1 << 16)
        ),
        (
            "inflation in inflation",
            "seq: [{id: a, size-eos: true, process: zlib, type: t}]\ntypes: {t: {seq: [{id: a, size-eos: true, process: zlib}]}}",
            ones(1 << 16)
        ),
        (
            "growing texts",
            "seq: [{id: a, size-eos: true}]\ninstances: {b: {value: 'concat(a, a, a, a, a, a, a, a)'}, c: {value: 'concat(b, b, b, b, b, b, b, b)'}, d: {value: 'concat(c, c, c, c, c, c, c, c)'}}",
            zeros(1 << 18)
        ),
        (
            "base64 of megabytes", "seq: [{id: a, size-eos: true, process: base64}]",
            [UInt8](repeating: 0x41, count: 1 << 18)
        ),
        (
            "PEM of megabytes", "seq: [{id: a, size-eos: true, process: pem}]",
            Array("-----BEGIN X-----\n".utf8) + [UInt8](repeating: 0x41, count: 1 << 18)
        ),
        ("PEM of many lines", "seq: [{id: a, size-eos: true, process: pem}]", [UInt8](repeating: 0x0A, count: 1 << 18)),
        (
            "JSON of megabytes", "seq: [{id: a, size-eos: true, process: 'json(\"/99999999\")'}]",
            Array("[".utf8) + Array(repeatElement([0x31, 0x2C], count: 1 << 17).joined())
        ),
        (
            "JSON that is deep", "seq: [{id: a, size-eos: true, process: 'json(\"/0/0/0/0/0/0\")'}]",
            [UInt8](repeating: 0x5B, count: 1 << 18)
        ),
        (
            "keys that are broken and are not there",
            "seq: [{id: a, type: t, repeat: eos}]\ntypes: {t: {seq: [{id: b, type: u1}], instances: {c: {value: 'dh_broken(9223372036854775783, 3, b + 5, 1)'}}}}",
            zeros(1 << 12)
        ),
        (
            "passwords that are stretched",
            "-keys: {k: password}\nseq: [{id: a, type: t, repeat: eos}]\ntypes: {t: {seq: [{id: b, size: 16, process: 'aes_cbc(pbkdf2(\"sha256\", keys.k, \"salt\", 5000, 16), \"0123456789abcdef\")'}]}}",
            zeros(1 << 16)
        ),
    ]

    private static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }
    private static func ones(_ count: Int) -> [UInt8] { [UInt8](repeating: 0xFF, count: count) }

    @Test("A description that wants to cost much is stopped in time, in every unit", arguments: nasty.indices)
    func costly(_ index: Int) throws {
        let (name, body, bytes) = Self.nasty[index]
        for unit in ["segment", "parsed"] {
            let description = "meta: {id: nasty, endian: be}\n-wireshark: {tcp: 4000, unit: \(unit)}\n\(body)"
            try #require(errors(description) == [], "\(name)")
            let time = try ContinuousClock().measure {
                let passes = try Passes(description, keys: "password\nanother password\n")
                _ = passes.add(.client, bytes)
                _ = passes.add(.server, bytes.reversed())
                _ = passes.again(0)
            }
            #expect(time < .seconds(15), "\(name), \(unit): \(time)")
        }
    }
}
