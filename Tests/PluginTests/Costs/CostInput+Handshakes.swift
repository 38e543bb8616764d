// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession
import FernwireWire
import TestSupport

// Handshakes whose frames come again and again, or that are large.
extension CostInput {
    static let handshakes = [
        CostInput(name: "a signature repeated, small and wrong", count: 10_000) { count in
            try repeating(.rsaFernetSigned, count, isSmall: true) { $0.knownType == .signature }
        },
        CostInput(name: "a signature repeated as it was", count: 1000) { count in
            try repeating(.rsaFernetSigned, count, isSmall: false) { $0.knownType == .signature }
        },
        CostInput(name: "a finished repeated, small and wrong", count: 10_000) { count in
            try repeating(.rsaSealed, count, isSmall: true) { $0.knownType == .finished }
        },
        CostInput(name: "a finished repeated as it was", count: 1000) { count in
            try repeating(.rsaSealed, count, isSmall: false) { $0.knownType == .finished }
        },
        CostInput(name: "a large handshake whose keys nobody can tell, then records", count: 15_000) { count in
            largeHandshake(count, FrameTemplate(.record, epoch: 1, isProtected: true, [0]))
        },
        CostInput(name: "a large handshake whose keys nobody can tell, then finisheds", count: 15_000) { count in
            largeHandshake(count, FrameTemplate(.finished, .fromServer, [0]), at: 3)
        },
        CostInput(name: "hellos of as many suites as a frame has room for", count: 300) { count in
            large(count, .clientHello, list: (0..<32_747).map { [UInt8($0 >> 8), UInt8($0 & 255)] })
        },
        CostInput(name: "key wraps of as many keys as a frame has room for", count: 300) { count in
            large(count, .keyWrap, list: (0..<21_844).map { _ in [1, 0, 0] })
        },
    ]

    /// Frames of the largest size, each in a connection of its own.
    private static func large(_ count: Int, _ type: MessageType, list: [[UInt8]]) -> RawCapture {
        let content = Array(list.joined())
        var payload: [UInt8] = []
        // What stands before and behind the suites in a hello.
        if type == .clientHello { payload += [UInt8](repeating: 1, count: Wire.randomLength) }
        payload.append(UInt64(content.count), width: 2)
        payload += content
        if type == .clientHello { payload += [0, 0, 0, 0] }
        let bytes = FrameTemplate(type, sessionID: 0, payload).bytes
        var capture = RawCapture()
        for number in 0..<count {
            var connection = RawCapture.Connection(number)
            for start in stride(from: 0, to: bytes.count, by: 16_000) {
                capture.segment(&connection, .fromClient, Array(bytes[start..<min(start + 16_000, bytes.count)]))
            }
        }
        return capture
    }

    /// A session, then one of its frames many times over.
    private static func repeating(
        _ suite: CipherSuite, _ count: Int, isSmall: Bool, _ isIt: (FrameHeader) -> Bool
    ) throws -> RawCapture {
        let pair = SessionPair(suite, Sample.largeCredentials)
        pair.run()
        var capture = RawCapture()
        var connection = RawCapture.Connection(1)
        for (direction, bytes) in pair.wire { capture.segment(&connection, direction, bytes) }
        guard let (header, found) = pair.handshakeFrames.first(where: { isIt($0.header) }) else {
            throw SessionError(.handshakeFailed)
        }
        var frame = found
        if isSmall, let type = header.knownType {
            frame = FrameTemplate(type, header.knownDirection ?? .fromClient, sessionID: header.sessionID, [0])
                .with(sequence: Int(header.sequence))
        }
        for _ in 0..<count { capture.segment(&connection, header.knownDirection ?? .fromClient, frame) }
        return capture
    }

    /// Both hellos, then frames of the largest size in the place of the flights; then `frame` many times over.
    private static func largeHandshake(_ count: Int, _ frame: FrameTemplate, at place: Int? = nil) -> RawCapture {
        var capture = RawCapture()
        var connection = RawCapture.Connection(1)
        let suite = CipherSuite.rsaFernetSigned.id
        let hello = ClientHello(random: [UInt8](repeating: 1, count: 32), suites: [suite])
        let answer = ServerHello(random: [UInt8](repeating: 2, count: 32), suite: suite)
        capture.segment(&connection, .fromClient, FrameTemplate(.clientHello, sessionID: 0, hello.encoded()).bytes)
        capture.segment(&connection, .fromServer, FrameTemplate(.serverHello, .fromServer, answer.encoded()).bytes)
        for direction in Direction.allCases {
            let flight = FrameTemplate(.publicKey, direction, [UInt8](repeating: 0, count: 65_000))
            for sequence in 1..<5 {
                let bytes = flight.with(sequence: sequence)
                for start in stride(from: 0, to: bytes.count, by: 16_000) {
                    capture.segment(&connection, direction, Array(bytes[start..<min(start + 16_000, bytes.count)]))
                }
            }
        }
        for index in 0..<count {
            let direction: Direction = place == nil ? .fromClient : .fromServer
            capture.segment(&connection, direction, frame.with(sequence: place ?? 5 + index))
        }
        return capture
    }
}
