// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import KaitaiStruct
import WireSchema

// Functions of expressions.
extension OperationRegistry {
    static let bytesFunctions: [FunctionOperation] = [
        bytes("concat", summary: "the parts, one after the other", [.bytes("parts").repeated]) {
            (call) throws(ReadFailure) in
            try call.joinedBytes(from: 0)
        },
        bytes(
            "part", summary: "the bytes from one place up to another, counted from 0",
            [
                .bytes("bytes"), .number("from"), .number("to"),
            ]
        ) { (call) throws(ReadFailure) in
            let (bytes, from, to) = (try call.bytes(0), try call.number(1), try call.number(2))
            guard from >= 0, from <= to, to <= bytes.count else { throw ReadFailure(.sealed(.form)) }
            return Array(bytes[from..<to])
        },
        bytes(
            "xor_bytes", summary: "two strings of bytes, combined by xor; the second one repeats",
            [
                .bytes("bytes"), .bytes("key"),
            ]
        ) { (call) throws(ReadFailure) in
            let (bytes, key) = (try call.bytes(0), try call.bytes(1))
            guard !key.isEmpty else { throw ReadFailure(.sealed(.form)) }
            return bytes.indices.map { bytes[$0] ^ key[$0 % key.count] }
        },
        bytes("hash", summary: "the hash of the data", [.digest, .bytes("data").repeated]) {
            (call) throws(ReadFailure) in
            let (digest, data) = (try call.digest(0), try call.joinedBytes(from: 1))
            return digest.hash(data.rawSpan)
        },
        FunctionOperation(
            name: "is_text", summary: "whether bytes are UTF-8 without control characters but tab and line breaks",
            signature: Signature([.bytes("bytes")]),
            body: .truth { (call) throws(ReadFailure) in
                let bytes = try call.bytes(0)
                return bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F || [0x09, 0x0A, 0x0D].contains($0) }
                    && String(validating: bytes, as: UTF8.self) != nil
            }),
        number(
            "dh", summary: "a base to the power of an exponent, modulo a number below 2⁶³",
            [
                .number("base"), .number("exponent"), .number("modulus"),
            ]
        ) { (call) throws(ReadFailure) in
            let numbers = try numbers(call)
            guard numbers[2] > 1 else { throw ReadFailure(.sealed(.form)) }
            return SmallNumbers.power(numbers[0], numbers[1], modulo: numbers[2])
        },
        number(
            "dh_broken",
            summary: "what two sides of Diffie-Hellman agree on, found by trying exponents, 1,048,576 at most",
            [
                .number("prime"), .number("generator"), .number("share"), .number("other"),
            ], isExpensive: true
        ) { (call) throws(ReadFailure) in
            let numbers = try numbers(call)
            guard numbers[0] > 1 else { throw ReadFailure(.sealed(.form)) }
            let found = SmallNumbers.exponent(
                of: numbers[2] % numbers[0], generator: numbers[1] % numbers[0], modulo: numbers[0], limit: 1 << 20)
            try call.evaluation.look(at: 8 * found.tried)
            guard let exponent = found.exponent else { throw ReadFailure(.sealed(.noFit(Int32(found.tried)))) }
            return SmallNumbers.power(numbers[3], exponent, modulo: numbers[0])
        },
    ]

    static let keyFunctions: [FunctionOperation] = [
        key(
            "hkdf", summary: "HKDF, RFC 5869",
            [
                .digest, .key("secret"), .bytes("salt"), .bytes("info"), .number("length"),
            ], place: 1
        ) { (call, secret) throws(ReadFailure) in
            let (digest, salt, info) = (try call.digest(0), try call.bytes(2), try call.bytes(3))
            let length = try call.number(4)
            return KeyDerivation.hkdf(
                digest, secret: secret.bytes, salt: salt.rawSpan, info: info.rawSpan, length: length)
        },
        key(
            "pbkdf2", summary: "PBKDF2, RFC 8018",
            [
                .digest, .key("password"), .bytes("salt"), .number("iterations"), .number("length"),
            ], place: 1, isExpensive: true
        ) { (call, secret) throws(ReadFailure) in
            let (digest, salt) = (try call.digest(0), try call.bytes(2))
            let (iterations, length) = (try call.number(3), try call.number(4))
            guard (1...KeyDerivation.maximumIterations).contains(iterations),
                (1...KeyDerivation.maximumLength).contains(length)
            else { return nil }
            try call.evaluation.look(at: 8 * iterations * (length / digest.length + 1))
            return KeyDerivation.pbkdf2(
                digest, password: secret.bytes, salt: salt.rawSpan, iterations: iterations, length: length)
        },
        key(
            "scrypt", summary: "scrypt, RFC 7914",
            [
                .key("password"), .bytes("salt"), .number("n"), .number("r"), .number("p"), .number("length"),
            ], place: 0, isExpensive: true
        ) { (call, secret) throws(ReadFailure) in
            let cost = KeyDerivation.ScryptCost(n: try call.number(2), r: try call.number(3), p: try call.number(4))
            let (salt, length) = (try call.bytes(1), try call.number(5))
            guard cost.isAcceptable else { return nil }
            try call.evaluation.look(at: 4 * cost.n * cost.r * cost.p)
            return KeyDerivation.scrypt(password: secret.bytes, salt: salt.rawSpan, cost: cost, length: length)
        },
        key(
            "evp_bytes_to_key", summary: "the key of `openssl enc` without `-pbkdf2`",
            [
                .digest, .key("password"), .bytes("salt"), .number("length"),
            ], place: 1
        ) { (call, secret) throws(ReadFailure) in
            let (digest, salt, length) = (try call.digest(0), try call.bytes(2), try call.number(3))
            return KeyDerivation.evpBytesToKey(
                digest, password: secret.bytes, salt: salt.rawSpan, length: length)
        },
        key("hmac", summary: "the HMAC of the data", [.digest, .key(), .bytes("data").repeated], place: 1) {
            (call, secret) throws(ReadFailure) in
            let (digest, data) = (try call.digest(0), try call.joinedBytes(from: 2))
            return SecretBytes(wiping: digest.hmac(key: secret.bytes, parts: [data]))
        },
        key(
            "key_hash", summary: "the hash of a key, with data after it", [.digest, .key(), .bytes("data").optional],
            place: 1
        ) {
            (call, secret) throws(ReadFailure) in
            let (digest, data) = (try call.digest(0), try call.bytes(2))
            return SecretBytes(wiping: digest.hash([Array(secret.bytes), data]))
        },
        key(
            "key_part", summary: "the bytes of a key from one place up to another",
            [.key(), .number("from"), .number("to")],
            place: 0
        ) {
            (call, secret) throws(ReadFailure) in
            let (from, to) = (try call.number(1), try call.number(2))
            guard from >= 0, from <= to, to <= secret.count else { throw ReadFailure(.sealed(.form)) }
            return SecretBytes(copying: secret.bytes.extracting(from..<to))
        },
    ]

    // MARK: Kinds of functions

    private static func bytes(
        _ name: String, summary: String, _ parameters: [Parameter],
        run: @escaping @Sendable (Call) throws(ReadFailure) -> [UInt8]
    ) -> FunctionOperation {
        FunctionOperation(name: name, summary: summary, signature: Signature(parameters), body: .bytes(run))
    }

    private static func number(
        _ name: String, summary: String, _ parameters: [Parameter], isExpensive: Bool = false,
        run: @escaping @Sendable (Call) throws(ReadFailure) -> UInt64
    ) -> FunctionOperation {
        FunctionOperation(
            name: name, summary: summary, signature: Signature(parameters), isExpensive: isExpensive, body: .number(run)
        )
    }

    private static func key(
        _ name: String, summary: String, _ parameters: [Parameter], place: Int, isExpensive: Bool = false,
        make: @escaping @Sendable (Call, SecretBytes) throws(ReadFailure) -> SecretBytes?
    ) -> FunctionOperation {
        FunctionOperation(
            name: name, summary: summary, signature: Signature(parameters), isExpensive: isExpensive,
            body: .key(place: place, make))
    }

    private static func numbers(_ call: Call) throws(ReadFailure) -> [UInt64] {
        var numbers: [UInt64] = []
        for index in call.arguments.indices {
            guard let number = UInt64(exactly: try call.number(index)) else { throw ReadFailure(.sealed(.form)) }
            numbers.append(number)
        }
        return numbers
    }
}

extension SecretBytes {
    /// Takes bytes over, which are wiped where they were.
    convenience init(wiping bytes: consuming [UInt8]) {
        var bytes = bytes
        self.init(copying: bytes.rawSpan)
        wipe(&bytes)
    }
}
