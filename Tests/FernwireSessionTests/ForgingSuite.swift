// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession
import FernwireWire
import Synchronization

/// x25519-ed25519-chacha20poly1305 as an attacker speaks it, who sends ``identity`` in the place of its own identity, and
/// refers to ``peerEpoch`` in its rekeys.
enum ForgingSuite: CipherSuite {
    typealias Genuine = X25519Ed25519ChaCha20Poly1305

    static let identity = Mutex<[UInt8]?>(nil)
    static let peerEpoch = Mutex<UInt8?>(nil)

    static let id = Genuine.id
    static let name = Genuine.name
    static var keygenName: StaticString { Genuine.keygenName }
    static var properties: SuiteProperties { Genuine.properties }
    static func verdict(_ field: Field) -> Verdict { Genuine.verdict(field) }
    static var flights: [Flight] { Genuine.flights }
    static var canRekey: Bool { true }
    static var keyLogLabels: [KeyLabel] { Genuine.keyLogLabels }
    static var payloadLayout: Layout { Genuine.payloadLayout }
    static func mayBe(payload: RawSpan) -> Bool { false }
    static func isUsable(by direction: Direction, with credentials: Credentials) -> Bool { true }

    static func makeExchange(by direction: Direction, with credentials: Credentials) -> any SuiteExchange {
        Exchange(genuine: Genuine.makeExchange(by: direction, with: credentials))
    }

    static func recordKeys(
        _ secret: SecretBytes, _ schedule: KeySchedule, _ direction: Direction, epoch: UInt32
    ) -> RecordKeys { Genuine.recordKeys(secret, schedule, direction, epoch: epoch) }

    static func protection(_ keys: RecordKeys) -> RecordProtection? { Genuine.protection(keys) }

    private struct Exchange: SuiteExchange {
        var genuine: any SuiteExchange

        mutating func write(flight index: Int, _ facts: SessionFacts) throws(SessionError) -> [UInt8] {
            let payload = try genuine.write(flight: index, facts)
            return flights[index].type == .identity ? identity.withLock { $0 } ?? payload : payload
        }

        mutating func read(flight index: Int, _ payload: [UInt8], _ facts: SessionFacts) throws(SessionError) {
            try genuine.read(flight: index, payload, facts)
        }

        func handshakeKeys(_ direction: Direction, _ facts: SessionFacts) -> RecordKeys {
            genuine.handshakeKeys(direction, facts)
        }

        func sessionSecret(_ facts: SessionFacts) -> SecretBytes { genuine.sessionSecret(facts) }

        var rekeyMaterialLength: Int { genuine.rekeyMaterialLength }

        mutating func rekey(
            _ secret: SecretBytes, _ direction: Direction, nextEpoch: UInt32, _ facts: SessionFacts
        ) -> (material: [UInt8], secret: SecretBytes) {
            var made = genuine.rekey(secret, direction, nextEpoch: nextEpoch, facts)
            if let epoch = peerEpoch.withLock({ $0 }) { made.material[made.material.count - 1] = epoch }
            return made
        }

        mutating func rekey(
            _ secret: SecretBytes, _ direction: Direction, nextEpoch: UInt32, material: [UInt8], _ facts: SessionFacts
        ) throws(SessionError) -> SecretBytes {
            try genuine.rekey(secret, direction, nextEpoch: nextEpoch, material: material, facts)
        }
    }
}
