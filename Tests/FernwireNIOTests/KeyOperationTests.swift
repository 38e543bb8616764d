// SPDX-License-Identifier: Apache-2.0
import COpenSSL
import Dispatch
import FernwireCrypto
import FernwireSession
import FernwireWire
import Synchronization
import Testing

@testable import FernwireNIO

/// What it costs others when clients bring keys that take long to check.
@Suite(.serialized, .timeLimit(.minutes(5))) struct KeyOperationTests {
    /// A key whose modulus is a prime of 8192 bits, that of RFC 3526: all rounds of the prime test run.
    private static let hostileKey: [UInt8] = {
        let prime = BN_get_rfc3526_prime_8192(nil)
        defer { BN_free(prime) }
        var modulus = [UInt8](repeating: 0, count: 1024)
        BN_bn2bin(prime, &modulus)
        func tagged(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
            content.count < 128
                ? [tag, UInt8(content.count)] + content
                : [tag, 0x82, UInt8(content.count >> 8), UInt8(content.count & 0xFF)] + content
        }
        let numbers = tagged(0x30, tagged(0x02, [0] + modulus) + tagged(0x02, [1, 0, 1]))
        let algorithm: [UInt8] = [
            0x30, 0x0D, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01, 0x05, 0,
        ]
        return tagged(0x30, algorithm + tagged(0x03, [0] + numbers))
    }()

    /// A client that has sent a hello and such a key.
    private static func attack(_ port: Int, from source: UInt8) async throws -> RawPeer {
        let peer = try RawPeer(port: port, from: source)
        func send(_ type: MessageType, _ payload: [UInt8], session: UInt64, _ sequence: UInt64) {
            let header = FrameHeader(
                type, from: .fromClient, sessionID: session, sequence: sequence, length: payload.count)
            peer.send(header.encoded() + payload)
        }
        let hello = ClientHello(random: .init(repeating: 1, count: 32), suites: [CipherSuite.rsaFernetHMAC.id])
        send(.clientHello, hello.encoded(), session: 0, 0)
        let answer = try #require(await peer.receive(Wire.headerLength))
        let header = FrameHeader(decoding: answer.rawSpan)
        _ = try #require(await peer.receive(Int(header.length)))
        send(.publicKey, PublicKey(kind: .rsa, key: hostileKey).encoded(), session: header.sessionID, 1)
        return peer
    }

    /// How long a client with a usual key takes to be answered.
    private static func roundTrip(_ port: Int) async throws -> Duration {
        let begin = ContinuousClock.now
        let answer = try await ListenerTests.ask(port, [1, 2, 3])
        #expect(answer == [1, 2, 3])
        return .now - begin
    }

    private static func median(_ durations: [Duration]) -> Duration { durations.sorted()[durations.count / 2] }

    @Test("Four keys of 8192 bits delay a good client by less than 100 ms", arguments: [4096, 8192])
    func hostileKeys(_ limit: Int) async throws {
        try await ListenerTests.serving(maximumRSABits: limit) { port in
            var alone: [Duration] = []
            for _ in 0..<5 { alone.append(try await Self.roundTrip(port)) }
            let begin = ContinuousClock.now
            var attackers: [RawPeer] = []
            for number in 0..<4 { attackers.append(try await Self.attack(port, from: 2 + UInt8(number))) }
            var beside: [Duration] = []
            for _ in 0..<5 { beside.append(try await Self.roundTrip(port)) }
            // All are answered in the end, at once where so large a key is not even looked at.
            for attacker in attackers {
                let answer = try #require(await attacker.receiveAll())
                #expect(answer.suffix(2) == [0, UInt8(AlertCode.badKey.rawValue)])
            }
            let all = ContinuousClock.now - begin
            #expect(Self.median(beside) - Self.median(alone) < .milliseconds(100), "\(alone) \(beside)")
            if limit == 8192 { #expect(all > Self.median(beside), "the attack was over before the good clients came") }
        }
    }

    @Test("Of one client one operation runs at a time, and only so many wait, of it and of all") func bounds()
        async throws
    {
        let pool = KeyOperationPool(limitOfClient: 3, limit: 5)
        let gate = DispatchSemaphore(value: 0)
        let counts = Mutex((running: 0, most: 0, done: 0))
        @Sendable func work() {
            counts.withLock { $0 = ($0.running + 1, max($0.most, $0.running + 1), $0.done) }
            gate.wait()
            counts.withLock { $0 = ($0.running - 1, $0.most, $0.done + 1) }
        }
        let ofOne = (0..<5).map { _ in pool.run(for: "one") { work() } }
        #expect(ofOne == [nil, nil, nil, .keyOperationsOfAddress, .keyOperationsOfAddress])
        let ofOthers = (0..<4).map { number in pool.run(for: "other \(number)") { work() } }
        #expect(ofOthers == [nil, nil, .keyOperations, .keyOperations])
        #expect(pool.run(for: "one") {} == .keyOperations)
        // One of the first client's and both others' run beside each other.
        for _ in 0..<200 where counts.withLock({ $0.running }) < 3 { try await Task.sleep(for: .milliseconds(10)) }
        #expect(counts.withLock { $0.most } == 3)
        for _ in 0..<5 { gate.signal() }
        for _ in 0..<200 where counts.withLock({ $0.done }) < 5 { try await Task.sleep(for: .milliseconds(10)) }
        #expect(counts.withLock { $0.done == 5 && $0.most == 3 })
        // There is room again.
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        #expect(pool.run(for: "one") { continuation.finish() } == nil)
        for await _ in stream {}
    }
}
