// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession
import FernwireWire
import TestSupport

// Keys inside of a capture, and many keys in the key file.
extension CostInput {
    static let secrets = [
        CostInput(name: "a secrets block without keys before each record", count: 360) { count in
            try blocks(count) { _ in Array("#".utf8) }
        },
        CostInput(name: "a secrets block that is one line of fields", count: 8 << 20) { count in
            var capture = RawCapture()
            capture.secrets(Array(repeatElement(Array("A ".utf8), count: count).joined()) + [10])
            try tokens(1, FernetKey.random(), &capture)
            return capture
        },
        CostInput(name: "a new key-log line before each record", count: 2000) { count in
            let line = try SampleSession(.rsaFernetHMAC).keyLog.split(separator: 10)[0]
            return try blocks(count) { index in
                // Of a session of its own.
                var fields = line.split(separator: 32).map(Array.init)
                let number = String(UInt64(index) | 1 << 63, radix: 16)
                fields[3] = Array(number.utf8)
                return Array(fields.joined(separator: [32])) + [10]
            }
        },
        CostInput(name: "a new pre-shared key before each record", count: 2000) { count in
            try blocks(count) { _ in FernetKey.random().text() + [10] }
        },
        CostInput(name: "the same private key again and again", count: 300) { count in
            try blocks(count) { _ in Sample.largeKey.pem() }
        },
        CostInput(name: "64 keys that fit nothing, in many connections", count: 6000) { count in
            var capture = RawCapture()
            capture.secrets(Array((0..<64).map { _ in FernetKey.random().text() }.joined(separator: [10])))
            try tokens(count, FernetKey.random(), &capture)
            return capture
        },
        CostInput(
            name: "10,000 keys of which one fits, in many connections", count: 1000,
            arguments: ["-o", "fernwire.key_file:KEYS"], keys: manyKeys
        ) { count in
            var capture = RawCapture()
            try tokens(count, lastKey, &capture)
            return capture
        },
        CostInput(
            name: "10,000 keys of which one fits, in many sessions with a handshake", count: 500,
            arguments: ["-o", "fernwire.key_file:KEYS"], keys: manyKeys
        ) { count in
            let session = SessionPair(
                .fernetPSK, Credentials(presharedKeys: [PresharedKey(secret: lastKey.secret)]))
            session.run()
            try session.client.send(.text, [1, 2, 3])
            session.run()
            var capture = RawCapture()
            for number in 0..<count {
                var connection = RawCapture.Connection(number)
                for (direction, bytes) in session.wire { capture.segment(&connection, direction, bytes) }
            }
            return capture
        },
    ]

    static let lastKey = FernetKey.random()
    /// The one that fits is the last.
    static let manyKeys = Array(
        ((0..<9999).map { _ in FernetKey.random().text() } + [lastKey.text()]).joined(separator: [10]))

    /// A session whose key is unwrapped by a large private key inside of the capture; then a block and a record in turn.
    private static func blocks(_ count: Int, _ text: (Int) -> [UInt8]) throws -> RawCapture {
        let pair = SessionPair(.rsaFernetHMAC, Sample.largeCredentials)
        pair.run()
        var capture = RawCapture()
        var connection = RawCapture.Connection(1)
        capture.secrets(Sample.largeKey.pem())
        for (direction, bytes) in pair.wire { capture.segment(&connection, direction, bytes) }
        let id = pair.frames.map { FrameHeader(decoding: $0.bytes.rawSpan).sessionID }.max() ?? 0
        let record = FrameTemplate(.record, epoch: 1, sessionID: id, isProtected: true, [0])
        for index in 0..<count {
            capture.secrets(text(index))
            capture.segment(&connection, .fromClient, record.with(sequence: 3 + index))
        }
        return capture
    }

    /// A token of `key` as the only record of each direction of a connection.
    private static func tokens(_ count: Int, _ key: FernetKey, _ capture: inout RawCapture) throws {
        let header = FrameTemplate(.record, epoch: 1, isProtected: true, [UInt8](repeating: 0, count: 164)).bytes
        let other = FrameTemplate(
            .record, .fromServer, epoch: 1, isProtected: true, [UInt8](repeating: 0, count: 164)
        ).bytes
        let frames = [header, other].map { frame -> [UInt8] in
            var sealed = Array(frame[..<Wire.headerLength])
            let plaintext = sealed + [1, 0] + [0, 0, 0, 0, 0, 0, 0, 1] + [UInt8](repeating: 0, count: 8)
            FernetCipher(key: key).seal(plaintext.rawSpan, timestamp: 1_700_000_000, into: &sealed)
            return sealed
        }
        precondition(frames[0].count == header.count, "\(frames[0].count)")
        for number in 0..<count {
            var connection = RawCapture.Connection(number)
            capture.segment(&connection, .fromClient, frames[0])
            capture.segment(&connection, .fromServer, frames[1])
        }
    }
}
