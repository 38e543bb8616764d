// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import DescribedDissection

/// What is wrong with processes, checks, functions, kept values and notes is said, all at once, with line and column.
@Suite struct OperationErrorTests {
    private func description(_ lines: [String]) -> String {
        let members = lines.map { "  - {id: \($0)}" }.joined(separator: "\n")
        return """
            meta: {id: x}
            -keys: {k: fernet, r: rsa-private}
            seq:
              - {id: raw, size: 4, -keep: seen}
              - {id: n, type: u1}
            \(members)
            """
    }

    @Test(
        "What operations take is taken",
        arguments: [
            "a, size: 4, process: 'fernet(hkdf(\"sha256\", keys.k, raw, raw, 32))'",
            "a, size: 4, process: fernet(kept.seen)",
            "a, size: 4, process: 'aes_cbc(raw, _raw_b, \"none\")', -check: 'sha256(n.to_s)'}\n  - {id: b, size: 4",
            "a, size: 4, -check: 'hmac(\"md5\", kept.own.seen, raw, raw, raw)', -keep: other",
            "a, size: 4, -note: [x, {text: y, if: n > 3, severity: chat}]",
        ])
    func right(_ line: String) { #expect(errors(description([line])) == []) }

    @Test("An argument that is missing, too much or of another kind is said with what the operation takes")
    func arguments() {
        let hashes =
            #""md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3-256", "blake2b512", "blake2s256""#
        let wrong: [(String, String)] = [
            ("process: nope(1)", "31: there is no process nope"), ("process: fernet", "31: fernet takes (key)"),
            ("process: 'fernet()'", "32: fernet takes (key)"),
            ("process: 'fernet(keys.k, 1)'", "32: fernet takes (key)"),
            ("process: fernet(n)", "31: key of fernet(key) is a key, or bytes or text that hold one"),
            ("process: 'aes_cbc(keys.k, n)'", "32: iv of aes_cbc(key, [iv], [padding]) is bytes or text"),
            (
                "process: 'aes_cbc(keys.k, raw, \"pkcs5\")'",
                #"32: padding of aes_cbc(key, [iv], [padding]) is one of "pkcs7", "none", "zeros""#
            ),
            (
                "process: 'aes_cbc(keys.k, raw, raw)'",
                #"32: padding of aes_cbc(key, [iv], [padding]) is one of "pkcs7", "none", "zeros""#
            ), ("process: 'aes_gcm(keys.k)'", "32: aes_gcm takes (key, nonce, [associated], [tag])"),
            ("process: 'rsa_oaep(keys.r, \"sha3\")'", "32: hash of rsa_oaep(key, [hash], [label]) is one of \(hashes)"),
            ("process: base64(1)", "31: base64 takes no arguments"),
            ("process: json", "31: json takes (pointer, [coding])"),
            ("process: 'json(raw)'", "32: pointer of json(pointer, [coding]) is a string literal"),
            (
                "process: 'json(\"/a\", \"utf8\")'",
                #"32: coding of json(pointer, [coding]) is one of "base64", "hex""#
            ), ("process: toy_block(raw)", "31: key of toy_block(key) is an integer"),
            ("-check: nope(raw)", "30: there is no check nope"), ("-check: sha256", "30: sha256 takes (data…)"),
            ("-check: sha256(n)", "30: data of sha256(data…) is bytes or text"),
            ("-check: 'hmac(\"sha256\", keys.k)'", "31: hmac takes (hash, key, data…)"),
            ("-check: 'hmac(\"sha257\", keys.k, raw)'", "31: hash of hmac(hash, key, data…) is one of \(hashes)"),
            ("-check: 'sha256(keys.k)'", "31: data of sha256(data…) is bytes or text"),
            ("if: is_text(n)", "26: bytes of is_text(bytes) is bytes or text"),
            ("if: 'dh(1, 2) > 1'", "27: dh takes (base, exponent, modulus)"),
            ("if: 'hkdf(\"sha256\", keys.k, raw, 32) == raw'", "27: hkdf takes (hash, secret, salt, info, length)"),
        ]
        for (line, expected) in wrong {
            #expect(errors(description(["a, size: 4, " + line])) == ["6:\(expected)"], "\(line)")
        }
        // All at once, each in its line.
        let all = errors(description(wrong.enumerated().map { "a\($0), size: 4, \($1.0)" }))
        #expect(all.count == wrong.count)
        for (index, (_, expected)) in wrong.enumerated() {
            let message = expected.split(separator: " ", maxSplits: 1)[1]
            #expect(all[index].hasPrefix("\(6 + index):") && all[index].hasSuffix(message), "\(all[index])")
        }
    }

    @Test(
        "A check, a kept value or a note that is none is said",
        arguments: [
            ("a, size: 4, process: 'fernet(keys.k'", "6:32: a closing parenthesis ) should end a process"),
            ("a, size: 4, process: [fernet]", "6:31: a process is written name or name(arguments), and this is a list"),
            ("a, size: 4, -check: {a: 1}", "6:30: a check is written name or name(arguments), and this is a mapping"),
            (
                "a, size: 4, repeat: eos, -check: sha256(raw)",
                "6:43: a check is of one value; describe the elements by a type of their own, and check there"
            ), ("a, size: 4, -keep: own", "6:29: `own` names a side, and cannot name a kept value"),
            ("a, size: 4, -keep: client", "6:29: `client` names a side, and cannot name a kept value"),
            (
                "a, size: 4, -keep: Bad-name",
                "6:29: `Bad-name` cannot be the name of a kept value: it must begin with a small letter, and may have small "
                    + "letters, digits and _"
            ),
            (
                "a, size: 4, process: fernet(kept.gone)",
                "6:38: nothing is kept as gone: a member keeps its value with `-keep: gone`"
            ),
            (
                "a, size: 4, process: fernet(kept.other.seen)",
                "6:38: kept.other is no side; there are client, server, own and peer"
            ), ("a, size: 4, -check: sha256(_raw_gone)", "6:37: x has no member _raw_gone"),
            ("a, size: 4, -note: {if: true}", "6:29: a note is a text, or a mapping with `text`, `if` and `severity`"),
            ("a, size: 4, -note: {text: x, if: n}", "6:43: a Boolean should stand here, and this is an integer"),
            ("a, size: 4, -note: {text: x, severity: bad}", "6:49: a severity is one of chat, note, warning, error"),
        ])
    func others(_ line: String, _ expected: String) { #expect(errors(description([line])) == [expected]) }

    @Test("Names that collide are said: a member twice, a type and an instance of one name")
    func collisions() {
        #expect(!errors(description(["raw, size: 4"])).isEmpty)
        #expect(!errors(description(["a, size: 4"]) + "\ninstances: {a: {value: 1}}").isEmpty)
        // A member may be called as an operation, a key or a side is.
        #expect(errors(description(["fernet, size: 4", "k, size: 4", "own, size: 4", "kept, size: 4"])) == [])
    }
}
