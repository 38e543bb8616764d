// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import DescribedDissection

/// What is wrong under `-wireshark` and `-keys` is said, with line and column.
@Suite struct TrafficErrorTests {
    private func wrong(_ entry: String) -> [String] {
        errors(
            """
            meta: {id: x}
            \(entry)
            seq: [{id: a, type: u1}]
            types:
              t: {seq: [{id: b, type: u1}]}
              p: {params: [{id: c, type: u1}]}
            """)
    }

    @Test(
        "What -wireshark and -keys may hold is read without a complaint",
        arguments: [
            "-wireshark: {tcp: 1, udp: [2, 65535], unit: parsed, client: t, server: [t, t], recognise: true}",
            "-wireshark: {unit: turn}", "-wireshark: {unit: segment}", "-wireshark: {unit: connection}",
            "-wireshark: {}",
            "-else: {what: ever}", "-keys: {}", "-keys: {a: fernet, b: rsa-private, c: password, kind: secret}",
            "-keys: {a: {kind: aes-128, text: Sixteen byte key}, b: {kind: secret, hex: 00ff}}",
        ])
    func right(_ entry: String) { #expect(wrong(entry) == []) }

    @Test(
        "Each mistake under -wireshark is said where it is",
        arguments: [
            ("-wireshark: 1", ["2:13: `-wireshark` is a mapping with \(keys), and this is a number"]),
            ("-wireshark: [a]", ["2:13: `-wireshark` is a mapping with \(keys), and this is a list"]),
            ("-wireshark:", ["2:12: `-wireshark` is a mapping with \(keys), and this is nothing"]),
            ("-wireshark: {tcp: 0}", ["2:19: \(port)"]),
            (
                "-wireshark: {tcp: [80, 65536, x, -1, [1]], udp: y}",
                ["2:24: \(port)", "2:31: \(port)", "2:34: \(port)", "2:38: \(port)", "2:49: \(port)"]
            ), ("-wireshark: {unit: frame}", ["2:20: a unit is one of parsed, segment, turn, connection"]),
            ("-wireshark: {unit: [turn]}", ["2:20: a unit is one of parsed, segment, turn, connection"]),
            ("-wireshark: {client: []}", ["2:22: a side has at least one type"]),
            ("-wireshark: {client: p}", ["2:22: p takes arguments, and a unit has none to give"]),
            ("-wireshark: {client: u, server: [t, v]}", ["2:22: there is no type u", "2:37: there is no type v"]),
            ("-wireshark: {server: [t, [t]]}", ["2:26: the name of a type should stand here, and this is a list"]),
            (
                "-wireshark: {recognise: 2, recognize: true, ports: 1}",
                [
                    "2:25: true or false should stand here, and this is a number",
                    "2:28: unknown key `recognize`; there are \(keys)", "2:45: unknown key `ports`; there are \(keys)",
                ]
            ), ("-wireshark: {tcp: 1, tcp: 2}", ["2:22: the key tcp stands twice in this mapping"]),
        ])
    func traffic(_ entry: String, _ expected: [String]) { #expect(wrong(entry) == expected) }

    @Test(
        "Each mistake under -keys is said where it is, without the key",
        arguments: [
            ("-keys: 1", ["2:8: `-keys` is a mapping of names to kinds, and this is a number"]),
            ("-keys: [a]", ["2:8: `-keys` is a mapping of names to kinds, and this is a list"]),
            ("-keys: {a: rsa}", ["2:12: \(kinds)"]), ("-keys: {a: [fernet]}", ["2:12: \(kinds)"]),
            ("-keys: {a: }", ["2:12: \(kinds)"]), ("-keys: {a: {text: x}}", ["2:12: `kind` is missing"]),
            ("-keys: {a: {kind: nope, text: hush}}", ["2:19: \(kinds)"]),
            (
                "-keys: {a: {kind: aes-128, hex: 00}}",
                ["2:33: aes-128 is an AES key of 16 bytes, and this has 1 bytes"]
            ), ("-keys: {a: {kind: aes-128, hex: hush}}", ["2:33: \(digits)"]),
            ("-keys: {a: {kind: secret, hex: ''}}", ["2:32: \(digits)"]),
            (
                "-keys: {a: {kind: rsa-private, text: hush}}",
                ["2:38: rsa-private is an RSA private key, in PEM, and this has 4 bytes"]
            ),
            (
                "-keys: {a: {kind: secret, size: 3, text: hush}}",
                ["2:27: unknown key `size`; there are kind, hex, text"]
            ),
            ("-keys: {A b: fernet}", ["2:9: `A b` \(name)"]), ("-keys: {'': fernet}", ["2:9: `` \(name)"]),
            ("-keys: {a: fernet, a: aes}", ["2:20: the key a stands twice in this mapping"]),
            ("-keys: {a: rsa, b: {}, c: {kind: x}}", ["2:12: \(kinds)", "2:20: `kind` is missing", "2:34: \(kinds)"]),
        ])
    func keyKinds(_ entry: String, _ expected: [String]) {
        #expect(wrong(entry) == expected)
        #expect(!wrong(entry).joined().contains("hush"))
    }

    @Test("A description has at most 64 keys")
    func tooMany() {
        func entry(_ count: Int) -> String {
            "-keys: {" + (0..<count).map { "k\($0): fernet" }.joined(separator: ", ") + "}"
        }
        #expect(wrong(entry(64)) == [])
        #expect(wrong(entry(65)) == ["2:8: a description has at most 64 keys, and these are 65"])
    }

    private static let keys = "tcp, udp, unit, client, server, recognise"
    private static let port = "a port is a number from 1 to 65535"
    private static let name =
        "cannot be the name of a key: it must begin with a small letter, and may have small letters, digits and _"
    private static let digits = "hexadecimal digits should stand here, two for each byte"
    private static let kinds =
        "the kind of a key is one of rsa-private, rsa-public, ed25519-public, x25519-private, ec-private, ec-public, "
        + "fernet, aes, aes-128, aes-192, aes-256, des3, secret, password"
}
