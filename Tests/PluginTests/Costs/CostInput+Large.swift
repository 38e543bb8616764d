// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import FernwireWire

// Large captures with nothing wrong in them.
extension CostInput {
    static let large = [
        CostInput(name: "frames without a payload", count: 1_000_000) { count in
            let frame = FrameTemplate(.record, epoch: 1, isProtected: true)
            return many(count) { frame.with(sequence: $0) }
        },
        CostInput(name: "connections", count: 100_000) { count in
            let record = FrameTemplate(.record, epoch: 1, isProtected: true).with(sequence: 0)
            var capture = RawCapture()
            for number in 0..<count {
                var connection = RawCapture.Connection(number)
                capture.segment(&connection, .fromClient, record)
            }
            return capture
        },
        CostInput(name: "sessions in one connection", count: 100_000) { count in
            let record = FrameTemplate(.record, epoch: 1, isProtected: true)
            return many(count) { record.with(sequence: 0, sessionID: 1 + $0) }
        },
        CostInput(name: "a message of many fragments", count: 100_000) { count in
            let parts = [Fragment.first, .middle, .last].map { part(.text, $0, [0x78]) }
            return many(count) { parts[$0 == 0 ? 0 : $0 == count - 1 ? 2 : 1].with(sequence: $0) }
        },
        CostInput(
            name: "files for export", count: 5000, arguments: ["-q", "--export-objects", "fernwire,FOLDER"]
        ) { count in
            many(count) { number in
                let description = FileFragment.Description(
                    size: 1, sha256: [UInt8](repeating: 0, count: 32), name: Array("\(number)".utf8), mediaType: [])
                let content = FileFragment(offset: 0, description: description, data: [0x78]).encoded()
                return part(.file, .whole, id: 1 + number, content).with(sequence: number)
            }
        },
        CostInput(name: "a frame that comes a byte a segment", count: 16_000) { count in
            var capture = RawCapture()
            var connection = RawCapture.Connection(1)
            let payload = [UInt8](repeating: 0, count: count)
            for byte in FrameTemplate(.record, epoch: 1, isProtected: true, payload).bytes {
                capture.segment(&connection, .fromClient, [byte])
            }
            return capture
        },
        CostInput(name: "headers of HTTP full of what begins as a token", count: 6000) { count in
            let line = "Cookie: " + String(repeating: "gAAAAABgAAAAAB=gAAAAABx;", count: 160) + "\r\n"
            let request = Array(("GET / HTTP/1.1\r\n" + line + line + "\r\n").utf8)
            var capture = RawCapture()
            var connection = RawCapture.Connection(1, serverPort: 80)
            for _ in 0..<count { capture.segment(&connection, .fromClient, request) }
            return capture
        },
        CostInput(name: "segments that begin as a token at every eighth byte", count: 2000) { count in
            let texts = ["BAgAAAAA", "\u{1}\u{0}gAAAAA"].map { Array(String(repeating: $0, count: 1000).utf8) }
            let strings = Array(repeating: [UInt8.max] + Array("gAAAAAB".utf8), count: 1000).flatMap { $0 }
            var capture = RawCapture()
            var connection = RawCapture.Connection(1, serverPort: 7000)
            for number in 0..<count { capture.segment(&connection, .fromClient, (texts + [strings])[number % 3]) }
            return capture
        },
    ]

    /// Frames of one connection, 20 a segment.
    private static func many(_ count: Int, _ frame: (Int) -> [UInt8]) -> RawCapture {
        var capture = RawCapture()
        var connection = RawCapture.Connection(1)
        for start in stride(from: 0, to: count, by: 20) {
            var segment: [UInt8] = []
            for index in start..<min(start + 20, count) { segment += frame(index) }
            capture.segment(&connection, .fromClient, segment)
            capture.segment(&connection, .fromServer, [])
        }
        return capture
    }

    /// A record of the suite plaintext.
    private static func part(_ type: ContentType, _ fragment: Fragment, id: Int = 1, _ content: [UInt8])
        -> FrameTemplate
    {
        var plaintext: [UInt8] = []
        RecordPlaintext(type, fragment, messageID: UInt64(id), content: content).encode(into: &plaintext)
        return FrameTemplate(.record, epoch: 1, plaintext)
    }
}
