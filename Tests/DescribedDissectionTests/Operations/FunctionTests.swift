// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import DescribedDissection

/// Functions of expressions.
@Suite struct FunctionTests {
    /// The value of an expression about `input`, the datagram.
    private func value(_ expression: String, of input: String = "x", keys: String = "") throws -> String? {
        let description = """
            meta: {id: functions}
            -keys: {k: password}
            seq: [{id: input, size-eos: true}]
            instances:
              value: {value: '\(expression)'}
              text: {value: 'input.to_s("UTF-8")'}
            """
        return try said(description, keys: keys, of: Array(input.utf8))["value"]
    }

    private static let misshapen = "closed: the bytes do not have the form that the process takes"

    @Test("Each function that makes bytes of bytes gives what it should, and is closed for places that are not there")
    func bytesFunctions() throws {
        #expect(try value("concat(input, [1, 2], \"a\")", of: "x") == "78010261")
        #expect(try value("part(input, 1, 3)", of: "abcd") == "6263")
        #expect(try value("part(input, 2, 2)", of: "ab") == "")
        #expect(try value("xor_bytes(input, [1, 2])", of: "aaa") == "606360")
        for expression in [
            "part(input, 1, 3)", "part(input, -1, 1)", "part(input, 2, 1)", "part(input, 0, 9223372036854775807)",
            "xor_bytes(input, \"\")",
        ] {
            #expect(try value(expression, of: "ab") == Self.misshapen, "\(expression)")
        }
    }

    @Test("Every hash is that of its standard, over all of its data", arguments: Vectors.hashes)
    func hashes(_ digest: String, _ hash: String) throws {
        #expect(try value("hash(\"\(digest)\", input)", of: "abc") == hash)
        #expect(try value("hash(\"\(digest)\", \"a\", input, \"\")", of: "bc") == hash)
        #expect(try value("hash(\"\(digest)\", input)", of: "abd") != hash)
    }

    @Test("Bytes are text if they are UTF-8 without control characters")
    func isText() throws {
        for (text, expected) in [
            ("text\t\r\nÄ 😀", true), ("a\0", false), ("a\u{7F}", false), ("\u{1B}[0m", false),
        ] {
            #expect(try value("is_text(input)", of: text) == "\(expected)")
        }
        #expect(try value("is_text([0xff, 0x41])") == "false")
        #expect(try value("is_text([0xed, 0xa0, 0x80])") == "false")
    }

    @Test("Keys that are made of passwords are those of their standards", arguments: Vectors.derived)
    func derived(_ function: String, _ key: String) throws {
        let ofBytes = function.replacing("K", with: "input")
        #expect(try value(ofBytes, of: "password") == key)
        #expect(try value(ofBytes, of: "passwore") != key)
        // Of a key of the description: it opens what it should.
        guard key.count == 32 else { return }
        let description = """
            meta: {id: functions}
            -keys: {k: password}
            seq: [{id: text, size-eos: true, process: 'aes_cbc(\(function.replacing("K", with: "keys.k")))'}]
            """
        let sealed = Sealing.cbc("secret", bytes(key))
        let good = try said(description, keys: "nobody\npassword\n", of: sealed)
        #expect(good["text"] == hex(Array("secret".utf8)), "\(good.all)")
        #expect(good.remarks["text"] == ["key: key file line 2"])
        #expect(try said(description, keys: "nobody\n", of: sealed)["text"]?.hasPrefix("closed: ") == true)
        #expect(try said(description, of: sealed)["text"] == "closed: there is no key that can be keys.k")
    }

    @Test(
        "Numbers and lengths that a function cannot take close what it would make",
        arguments: [
            #"pbkdf2("sha256", input, "salt", 0, 16)"#, #"pbkdf2("sha256", input, "salt", 10000001, 16)"#,
            #"pbkdf2("sha256", input, "salt", 1, -1)"#, #"pbkdf2("sha256", input, "salt", 1, 1000000)"#,
            #"scrypt(input, "salt", 15, 1, 1, 16)"#, #"scrypt(input, "salt", 1073741824, 8, 1, 16)"#,
            #"scrypt(input, "salt", 16, 0, 1, 16)"#,
            #"scrypt(input, "salt", 16, 9223372036854775807, 9223372036854775807, 16)"#,
            #"hkdf("sha256", input, "", "", 8161)"#, #"hkdf("sha256", input, "", "", -1)"#,
            #"evp_bytes_to_key("sha256", input, "salt", 16)"#, #"evp_bytes_to_key("sha256", input, "saltsalt", -1)"#,
            "key_part(input, 0, 9)", "key_part(input, 3, 2)", "key_part(input, -1, 2)",
        ])
    func refused(_ expression: String) throws {
        #expect(try value(expression, of: "password") == Self.misshapen)
    }

    @Test("Diffie-Hellman with small numbers is computed and broken, and is closed where it has no answer")
    func diffieHellman() throws {
        #expect(try value("dh(3, 5, 65521)") == "243")
        #expect(try value("dh(3, 1234, 65521)") == "\(SmallNumbers.power(3, 1234, modulo: 65521))")
        let (mine, theirs) = (
            SmallNumbers.power(3, 1234, modulo: 65521), SmallNumbers.power(3, 987, modulo: 65521)
        )
        let agreed = SmallNumbers.power(theirs, 1234, modulo: 65521)
        #expect(try value("dh_broken(65521, 3, \(mine), \(theirs))") == "\(agreed)")
        for expression in [
            "dh(3, 5, 0)", "dh(3, 5, 1)", "dh(-3, 5, 7)", "dh(3, -5, 7)", "dh_broken(0, 3, 1, 1)",
            "dh_broken(1, 3, 1, 1)",
            "dh_broken(-7, 3, 1, 1)",
        ] {
            #expect(try value(expression) == Self.misshapen, "\(expression)")
        }
        for expression in [
            "dh_broken(65521, 0, 5, 1)", "dh_broken(65521, 1, 5, 1)", "dh_broken(65521, 3, 0, 1)",
            "dh_broken(9223372036854775783, 3, 5, 1)",
        ] {
            #expect(try value(expression)?.contains(" fit") == true, "\(expression)")
        }
    }
}
