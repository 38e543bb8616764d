// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession
import FernwireWire

/// Suites that exist only here: the state machines must take them as they are.
///
/// All of them protect records by an HMAC over header and plaintext, and hide nothing.
protocol TestSuite: CipherSuite {
    static var secret: SecretBytes { get }
    /// Whether finished is keyed by the secret; otherwise it is openly the transcript's hash.
    static var isFinishedKeyed: Bool { get }
}

extension TestSuite {
    static var secret: SecretBytes { SecretBytes(copying: Array("the same for all".utf8).span.bytes) }
    static var isFinishedKeyed: Bool { true }
    static var keygenName: StaticString { "" }
    static var properties: SuiteProperties { AES128CBCPSK.properties }
    static func verdict(_ field: Field) -> Verdict { .detected(by: .recordMAC) }
    static var canRekey: Bool { true }
    static var keyLogLabels: [KeyLabel] { [.macKey] }
    static var payloadLayout: Layout { Layout([.allBut(32, .content), .fixed(.recordMAC, 32)]) }
    static func mayBe(payload: RawSpan) -> Bool { false }
    static func isUsable(by direction: Direction, with credentials: Credentials) -> Bool { true }

    static func makeExchange(by direction: Direction, with credentials: Credentials) -> any SuiteExchange {
        TestExchange(suite: Self.self)
    }

    static func recordKeys(
        _ secret: SecretBytes, _ schedule: KeySchedule, _ direction: Direction, epoch: UInt32
    ) -> RecordKeys {
        RecordKeys([.macKey: schedule.derive(secret, "test mac", direction, epoch: epoch, length: 32)])
    }

    static func protection(_ keys: RecordKeys) -> RecordProtection? {
        keys[.macKey].map { MACProtection($0) }
    }
}

struct TestExchange: SuiteExchange {
    let suite: any TestSuite.Type

    func sessionSecret(_ facts: SessionFacts) -> SecretBytes { suite.secret }

    /// A flight says its own number.
    func write(flight index: Int, _ facts: SessionFacts) throws(SessionError) -> [UInt8] {
        PublicKey(kind: .rsa, key: [UInt8(index)]).encoded()
    }

    func read(flight index: Int, _ payload: [UInt8], _ facts: SessionFacts) throws(SessionError) {
        guard payload == PublicKey(kind: .rsa, key: [UInt8(index)]).encoded() else { throw SessionError(.malformed) }
    }

    func handshakeKeys(_ direction: Direction, _ facts: SessionFacts) -> RecordKeys {
        facts.schedule.map { suite.recordKeys(suite.secret, $0, direction, epoch: 0) } ?? RecordKeys()
    }

    func verifyData(_ direction: Direction, _ facts: SessionFacts, transcriptHash: [UInt8]) -> [UInt8] {
        guard suite.isFinishedKeyed, let schedule = facts.schedule else { return transcriptHash }
        return schedule.verifyData(suite.secret, direction, transcriptHash: transcriptHash)
    }
}

private final class MACProtection: RecordProtection {
    private let mac: HMAC

    init(_ key: SecretBytes) {
        mac = HMAC(key: key.bytes)
    }

    override func payloadLength(plaintext count: Int) -> Int { count + HMAC.length }

    override func seal(_ plaintext: [UInt8], timestamp: UInt64, onto frame: inout [UInt8]) {
        frame += plaintext
        mac.begin()
        mac.update(frame.span.bytes)
        mac.finish(appendingTo: &frame)
    }

    override func unseal(_ frame: RawSpan, into plaintext: inout [UInt8]) throws(RecordFailure) -> Assurance {
        plaintext = []
        let end = frame.byteCount - HMAC.length
        guard end >= Wire.headerLength else { throw .tooShort }
        mac.begin()
        mac.update(frame.extracting(0..<end))
        guard mac.finish(verifying: frame.extracting(end..<frame.byteCount)) else { throw .recordMAC }
        plaintext.append(frame.extracting(Wire.headerLength..<end))
        return .verified
    }
}

enum TwoFlights: TestSuite {
    static let id = SuiteID(rawValue: 0xFF02)
    static let name: StaticString = "test-two-flights"
    static let flights = [Flight(.fromClient, .publicKey), Flight(.fromServer, .keyWrap)]
}

/// Two of one side in a row, and the server first.
enum FiveFlights: TestSuite {
    static let id = SuiteID(rawValue: 0xFF05)
    static let name: StaticString = "test-five-flights"
    static let flights = [
        Flight(.fromServer, .publicKey), Flight(.fromClient, .publicKey), Flight(.fromClient, .keyWrap),
        Flight(.fromServer, .keyWrap), Flight(.fromClient, .publicKey),
    ]
}

enum ProtectedFlights: TestSuite {
    static let id = SuiteID(rawValue: 0xFF03)
    static let name: StaticString = "test-protected-flights"
    static let flights = [
        Flight(.fromClient, .publicKey), Flight(.fromServer, .keyWrap, isProtected: true),
        Flight(.fromClient, .keyWrap, isProtected: true),
    ]
}

enum UnkeyedFinished: TestSuite {
    static let id = SuiteID(rawValue: 0xFF04)
    static let name: StaticString = "test-unkeyed-finished"
    static let flights: [Flight] = []
    static let isFinishedKeyed = false
}

enum TestSuites {
    static let all: [any TestSuite.Type] = [
        TwoFlights.self, FiveFlights.self, ProtectedFlights.self, UnkeyedFinished.self,
    ]
}
