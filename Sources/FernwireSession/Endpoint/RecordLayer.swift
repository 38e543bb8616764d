// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

/// Both directions of an established session.
final class RecordLayer {
    struct Half {
        let direction: Direction
        var epoch: UInt32 = 1
        var secret: SecretBytes
        var keys: RecordKeys
        var protection: RecordProtection
        var hasEnded = false
        /// Records that the epoch's key protects.
        private(set) var recordsInEpoch: UInt64 = 0
        /// Rekeys of the direction less its message records.
        private var rekeysBeyondMessages: Int64 = 0

        init(direction: Direction, secret: SecretBytes, keys: RecordKeys, protection: RecordProtection) {
            self.direction = direction
            self.secret = secret
            self.keys = keys
            self.protection = protection
        }

        /// Whether one more rekey keeps to the bound: PROTOCOL.md §4.
        var mayRekey: Bool { rekeysBeyondMessages < KeyLimits.rekeysBeyondMessages }

        /// Counts a record of the direction.
        mutating func note(_ type: ContentType) {
            recordsInEpoch += 1
            if type == .rekey { rekeysBeyondMessages += 1 }
            if !type.isControl { rekeysBeyondMessages -= 1 }
        }

        /// Moves on to the next epoch.
        mutating func advance(_ secret: SecretBytes, _ keys: RecordKeys, _ protection: RecordProtection) {
            epoch += 1
            recordsInEpoch = 0
            self.secret = secret
            self.keys = keys
            self.protection = protection
        }
    }

    let suite: any CipherSuite.Type
    private var exchange: any SuiteExchange
    private let schedule: KeySchedule
    private let facts: SessionFacts
    var sending: Half
    var receiving: Half
    var nextMessageID: UInt64 = 1
    var outgoingFile: OutgoingFile?
    var assembler: MessageAssembler

    init(
        _ suite: any CipherSuite.Type, _ exchange: any SuiteExchange, _ schedule: KeySchedule, _ facts: SessionFacts,
        _ configuration: SessionConfiguration
    ) {
        let role = configuration.role
        let secret = exchange.sessionSecret(facts)
        func half(_ direction: Direction) -> Half {
            let keys = suite.recordKeys(secret, schedule, direction, epoch: 1)
            return Half(
                direction: direction, secret: secret, keys: keys,
                protection: made(exchange.protection(suite, direction, keys, facts)))
        }
        self.suite = suite
        self.exchange = exchange
        self.schedule = schedule
        self.facts = facts
        sending = half(role)
        receiving = half(role.opposite)
        assembler = MessageAssembler(configuration)
    }

    /// The peer's identity, if it was proved.
    var peerIdentity: IdentityKey? { exchange.peerIdentity }

    /// Begins our next epoch: what the rekey record carries, and what is to follow once it is sealed.
    func prepareRekey() -> (material: [UInt8], secret: SecretBytes) {
        exchange.rekey(sending.secret, sending.direction, nextEpoch: sending.epoch + 1, facts)
    }

    /// The secret of the peer's next epoch. PROTOCOL.md §4.2.
    func rekey(_ rekey: Rekey) throws(SessionError) -> SecretBytes {
        guard rekey.material.count == exchange.rekeyMaterialLength else { throw SessionError(.malformed) }
        guard receiving.epoch < .max, rekey.nextEpoch == receiving.epoch + 1 else { throw SessionError(.wrongEpoch) }
        return try exchange.rekey(
            receiving.secret, receiving.direction, nextEpoch: rekey.nextEpoch, material: rekey.material, facts)
    }

    /// `half` in its next epoch, which `secret` protects.
    func advanced(_ half: Half, _ secret: SecretBytes) -> Half {
        let keys = suite.recordKeys(secret, schedule, half.direction, epoch: half.epoch + 1)
        var next = half
        next.advance(secret, keys, made(exchange.protection(suite, half.direction, keys, facts)))
        return next
    }

    /// What a key log has to hold of a direction's epoch.
    func keyLog(_ half: Half) -> [KeyLogEntry] {
        facts.keyLog(suite, half.keys, half.direction, epoch: half.epoch)
    }
}

/// A suite's own keys always make its protection.
private func made(_ protection: RecordProtection?) -> RecordProtection {
    guard let protection else { preconditionFailure("a suite's own keys make its protection") }
    return protection
}

extension SessionFacts {
    /// The lines of a key log for the keys of one direction and epoch.
    func keyLog(
        _ suite: any CipherSuite.Type, _ keys: RecordKeys, _ direction: Direction, epoch: UInt32
    ) -> [KeyLogEntry] {
        suite.keyLogLabels.compactMap { label in
            keys[label].map {
                KeyLogEntry(
                    label: label, suite: suite.name.description, clientRandom: clientHello?.random ?? [],
                    sessionID: sessionID, direction: direction, epoch: epoch, secret: $0)
            }
        }
    }
}
