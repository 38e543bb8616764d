// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession
import FernwireWire

/// Suites that exist only here: the state machines must take them as they are.
///
/// All of them protect records by an HMAC over header and plaintext, and hide nothing.
enum TestSuites {
    static let all = [twoFlights, fiveFlights, protectedFlights, unkeyedFinished]

    static let twoFlights = suite(
        0xFF02, "test-two-flights", [Flight(.fromClient, .publicKey), Flight(.fromServer, .keyWrap)])

    /// Two of one side in a row, and the server first.
    static let fiveFlights = suite(
        0xFF05, "test-five-flights",
        [
            Flight(.fromServer, .publicKey), Flight(.fromClient, .publicKey), Flight(.fromClient, .keyWrap),
            Flight(.fromServer, .keyWrap), Flight(.fromClient, .publicKey),
        ])

    static let protectedFlights = suite(
        0xFF03, "test-protected-flights",
        [
            Flight(.fromClient, .publicKey), Flight(.fromServer, .keyWrap, isProtected: true),
            Flight(.fromClient, .keyWrap, isProtected: true),
        ])

    static let unkeyedFinished = suite(0xFF04, "test-unkeyed-finished", [], finished: OpenFinished())

    private static func suite(
        _ id: UInt16, _ name: StaticString, _ flights: [Flight], finished: (any FinishedProof & Sendable)? = nil
    ) -> CipherSuite {
        CipherSuite(
            description: SuiteDescription(
                id: SuiteID(rawValue: id), name: name, properties: CipherSuite.aes128CBCPSK.properties,
                keys: "none", limits: "anyone", flights: flights, canRekey: true, keyLogLabels: [.macKey],
                payloadLayout: Layout([.allBut(32, .content), .fixed(.recordMAC, 32)]),
                verdict: .detected(by: .recordMAC)),
            endpoint: TestEndpoint(flights: flights, finished: finished), observer: TestObserver())
    }
}

/// A finished that is openly the transcript's hash.
private struct OpenFinished: FinishedProof {
    func verifyData(of direction: Direction, at point: TranscriptPoint) -> [UInt8] { point.hash }
}

private struct TestEndpoint: SuiteEndpoint {
    let flights: [Flight]
    let finished: (any FinishedProof & Sendable)?
    private static let secret = SecretBytes(copying: Array("the same for all".utf8).span.bytes)

    func start(as role: Direction, with credentials: Credentials) -> SuiteStart? {
        { transcript in step(0, role, transcript.schedule) }
    }

    /// A flight says its own number.
    private func step(_ index: Int, _ role: Direction, _ schedule: KeySchedule) -> ExchangeStep {
        guard index < flights.count else {
            return .agreed(Agreement(secret: Self.secret, finished: finished) { _ in TestKeying() })
        }
        let content = PublicKey(kind: .rsa, key: [UInt8(index)]).encoded()
        let keys = flights[index].isProtected ? flightKeys(schedule) : nil
        if flights[index].sender == role {
            return .send(content, keys: keys) { _ in step(index + 1, role, schedule) }
        }
        return .receive(keys: keys) { (received, _) throws(SessionError) in
            guard received == content else { throw SessionError(.malformed) }
            return step(index + 1, role, schedule)
        }
    }

    private func flightKeys(_ schedule: KeySchedule) -> FlightKeys {
        func keys(_ direction: Direction) -> EpochKeys {
            TestKeying().keys(EpochSecret(Self.secret, schedule, direction: direction, epoch: 0))
        }
        return FlightKeys(client: keys(.fromClient), server: keys(.fromServer))
    }
}

private struct TestKeying: RecordKeying {
    func keys(_ secret: EpochSecret) -> EpochKeys {
        let key = secret.derive("test mac", length: 32)
        return EpochKeys(RecordKeys([.macKey: key]), MACProtection(key))
    }
}

private struct TestObserver: SuiteObserver {
    let openingKey = OpeningKey.none
    func recordKeys(_ secret: EpochSecret) -> RecordKeys { TestKeying().keys(secret).keys }
    func protection(_ keys: RecordKeys) -> RecordProtection? { keys[.macKey].map { MACProtection($0) } }
}

private final class MACProtection: RecordProtection {
    private let mac: HMAC

    init(_ key: SecretBytes) {
        mac = HMAC(key: key.bytes)
    }

    override func payloadLength(plaintext count: Int) -> Int { count + HMAC.length }

    override func seal(_ plaintext: [UInt8], header: FrameHeader, timestamp: UInt64, onto frames: inout [UInt8]) {
        let start = frames.count - Wire.headerLength
        frames += plaintext
        mac.begin()
        mac.update(frames.rawSpan.extracting(start..<frames.count))
        mac.finish(appendingTo: &frames)
    }

    override func unseal(
        _ frame: RawSpan, header: FrameHeader, appendingTo plaintext: inout [UInt8]
    ) throws(RecordFailure) -> Assurance {
        let end = frame.byteCount - HMAC.length
        guard end >= Wire.headerLength else { throw .tooShort }
        mac.begin()
        mac.update(frame.extracting(0..<end))
        guard mac.finish(verifying: frame.extracting(end..<frame.byteCount)) else { throw .recordMAC }
        plaintext.append(frame.extracting(Wire.headerLength..<end))
        return .verified
    }
}
