// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import Foundation
import TestSupport

/// What the systems say whose descriptions are shipped, made with our own code.
struct DescribedTraffic: Sendable, CustomStringConvertible {
    /// The description's `id`.
    let id: String
    let name: String
    let port: UInt16
    /// A key file with the keys.
    let keys: String
    /// A key file with other keys of the same kinds; `nil` for a system that needs none.
    let wrongKeys: String?
    var segments: [(side: CaptureFile.Side, bytes: [UInt8])]
    /// What is said, in its order.
    let texts: [String]
    /// The segments that are under a check, where it begins and ends in them.
    let protected: [Int]

    /// Where a change of them is noticed, as a part of their length. The toy's hash counts little but the last characters.
    var places: [Double] { id == "toy_commands" ? [0.99] : [0.3, 0.6] }

    var description: String { name }

    func capture(_ change: (Int, inout [UInt8]) -> Void = { _, _ in }) -> CaptureFile {
        var capture = CaptureFile(serverPort: port)
        capture.open()
        for (index, segment) in segments.enumerated() {
            var bytes = segment.bytes
            change(index, &bytes)
            capture.segment(segment.side, bytes)
        }
        return capture
    }

    static let all = [badge, signedMessage, signedToken, chatHex, chatBar, chatBinary, chatBlocks, lines, toy]

    // MARK: Keys

    static let fernet = key(Array(1...32))
    static let other = key([UInt8](repeating: 9, count: 32))
    static let server = RSAPrivateKey.generate()
    static let client = RSAPrivateKey.generate()
    static let stranger = RSAPrivateKey.generate()

    static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
    static func bytes(_ hex: String) -> [UInt8] {
        stride(from: 0, to: hex.utf8.count, by: 2).compactMap { UInt8(hex.dropFirst($0).prefix(2), radix: 16) }
    }

    // MARK: Sealing

    static func token(_ text: String, _ key: FernetKey = fernet) -> [UInt8] {
        var token: [UInt8] = []
        FernetCipher(key: key).seal(
            Array(text.utf8).span.bytes, timestamp: 1_700_000_000, iv: Array(16..<32), into: &token)
        return token
    }

    static func cbc(_ text: String, _ key: [UInt8]) -> [UInt8] {
        var sealed: [UInt8] = []
        AESCBC(key: key.span.bytes).encrypt(Array(text.utf8).span.bytes, iv: Array(32..<48), into: &sealed)
        return sealed
    }

    private static func hmac(_ data: [UInt8]) -> [UInt8] {
        let key = [UInt8](repeating: 7, count: 32)
        let mac = HMAC(key: key.span.bytes)
        mac.begin()
        mac.update(data.span.bytes)
        var made: [UInt8] = []
        mac.finish(appendingTo: &made)
        return made
    }

    private static func hash(_ data: [UInt8]) -> [UInt8] { SHA256.hash(data.span.bytes) }

    private static func wrap(_ plaintext: [UInt8], to key: RSAPrivateKey) -> [UInt8] {
        key.publicKey.encrypt(plaintext.span.bytes, label: "")
    }

    private static func key(_ bytes: [UInt8]) -> FernetKey { FernetKey(secret: SecretBytes(copying: bytes.span.bytes)) }

    // MARK: The systems

    static let badge = DescribedTraffic(
        id: "badge", name: "0", port: 9090, keys: text(fernet.text()), wrongKeys: text(other.text()),
        segments: [(.client, token("BadgeNumber: 12345"))], texts: ["BadgeNumber: 12345"], protected: [0])

    static let signedMessage: DescribedTraffic = {
        let (question, answer) = (Array("a question".utf8), Array("an answer".utf8))
        return DescribedTraffic(
            id: "rsa_messages", name: "1, part 1", port: 10_001,
            keys: text(server.pem() + client.pem() + client.publicPEM()),
            wrongKeys: text(stranger.pem() + stranger.publicPEM()),
            segments: [
                (
                    .client,
                    wrap(question, to: server) + client.sign(question.span.bytes)
                ), (.server, wrap(answer, to: client)),
            ], texts: ["a question", "an answer"], protected: [0, 1])
    }()

    static let signedToken: DescribedTraffic = {
        let sealed = token("a question")
        return DescribedTraffic(
            id: "rsa_messages", name: "1, part 2", port: 10_001, keys: text(server.pem() + client.publicPEM()),
            wrongKeys: text(stranger.pem() + stranger.publicPEM()),
            segments: [
                (
                    .client,
                    wrap(fernet.text(), to: server) + sealed
                        + client.sign(sealed.span.bytes)
                ), (.server, token("an answer")),
            ], texts: ["a question", "an answer"], protected: [0, 1])
    }()

    private static func chat(
        _ name: String, keyed: [UInt8], messages: [(CaptureFile.Side, [UInt8])]
    ) -> DescribedTraffic {
        DescribedTraffic(
            id: "chat", name: "2, \(name)", port: 1111, keys: WrappedByOthers.privateKey,
            wrongKeys: text(stranger.pem()),
            segments: [(.client, server.publicPEM()), (.server, keyed)] + messages,
            texts: ["Hello, server", "Hello, client"], protected: [2, 3])
    }

    private static let said: [(CaptureFile.Side, String)] = [(.client, "Hello, server"), (.server, "Hello, client")]

    static let chatHex = chat(
        "token and hexadecimal MAC", keyed: bytes(WrappedByOthers.keyPair),
        messages: said.map { side, text in
            let sealed = token(text)
            return (side, sealed + hmac(sealed).flatMap { Array(String(format: "%02x", $0).utf8) })
        })

    static let chatBar = chat(
        "with a bar", keyed: bytes(WrappedByOthers.keyPair),
        messages: said.map { side, text in
            let sealed = token(text)
            return (side, sealed + [0x7C] + hmac(sealed).flatMap { Array(String(format: "%02x", $0).utf8) })
        })

    static let chatBinary = chat(
        "token and MAC", keyed: bytes(WrappedByOthers.keyPair),
        messages: said.map { side, text in (side, token(text) + hmac(token(text))) })

    static let chatBlocks = chat(
        "blocks and hash", keyed: bytes(WrappedByOthers.aesKey),
        messages: said.map { side, text in
            let sealed = cbc(text, [UInt8](repeating: 5, count: 16))
            return (side, sealed + hash(Array(sealed.dropFirst(16))))
        })

    static let lines: DescribedTraffic = {
        let key = Array("Another 16 bytes".utf8)
        func line(_ text: String) -> [UInt8] { Array(Data(cbc(text, key)).base64EncodedString().utf8) }
        return DescribedTraffic(
            id: "aes_lines", name: "3", port: 5000, keys: key.map { String(format: "%02x", $0) }.joined(),
            wrongKeys: String(repeating: "ab", count: 16),
            segments: [(.client, line("a question")), (.server, line("an answer"))],
            texts: ["a question", "an answer"], protected: [])
    }()

    static let toy: DescribedTraffic = {
        let (one, two) = (ToyDH(exponent: 1234), ToyDH(exponent: 987))
        let (clientRSA, serverRSA) = (ToyRSAPrivateKey(), ToyRSAPrivateKey())
        func counted(_ digits: String) -> [UInt8] {
            Array((String(format: "%02d", digits.utf8.count) + digits).utf8)
        }
        func message(_ text: String, _ key: ToyRSAPrivateKey) -> [UInt8] {
            let plain = Array(text.utf8)
            let sealed = ToyCipher(key: one.agree(with: two.publicValue)).encrypt(plain.span.bytes)
            let number = key.sign(plain.span.bytes)
            let signature = [UInt8(number >> 16), UInt8(number >> 8 & 0xFF), UInt8(number & 0xFF)]
            return Array(String(format: "%02d", sealed.count + 3).utf8) + sealed + signature
        }
        var segments: [(side: CaptureFile.Side, bytes: [UInt8])] = []
        func add(_ side: CaptureFile.Side, _ dh: ToyDH, _ rsa: ToyRSAPrivateKey) {
            segments.append((side, counted("\(dh.publicValue)")))
            segments.append((side, counted("\(rsa.publicKey.exponent)")))
            segments.append((side, counted("\(rsa.publicKey.modulus)")))
        }
        add(.client, one, clientRSA)
        add(.server, two, serverRSA)
        segments += [(.client, message("TIME", clientRSA)), (.server, message("12:00:00", serverRSA))]
        return DescribedTraffic(
            id: "toy_commands", name: "4", port: 8820, keys: "", wrongKeys: nil, segments: segments,
            texts: ["TIME", "12:00:00"], protected: [6, 7])
    }()
}
