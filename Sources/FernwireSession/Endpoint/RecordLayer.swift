// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

/// Both directions of an established session.
final class RecordLayer {
    struct Half {
        let direction: Direction
        var epoch: UInt32 = 1
        var protection: RecordProtection
        var hasEnded = false
    }

    let suite: any CipherSuite.Type
    private let secret: SecretBytes
    private let schedule: KeySchedule
    private let sessionID: UInt64
    private let clientRandom: [UInt8]
    var sending: Half
    var receiving: Half
    var nextMessageID: UInt64 = 1
    var assembler: MessageAssembler

    init(
        _ suite: any CipherSuite.Type, secret: SecretBytes, schedule: KeySchedule, sessionID: UInt64,
        clientRandom: [UInt8], role: Direction, messageLimit: Int
    ) {
        func half(_ direction: Direction) -> Half {
            Half(direction: direction, protection: protection(suite, secret, schedule, direction, epoch: 1))
        }
        self.suite = suite
        self.secret = secret
        self.schedule = schedule
        self.sessionID = sessionID
        self.clientRandom = clientRandom
        sending = half(role)
        receiving = half(role.opposite)
        assembler = MessageAssembler(limit: messageLimit)
    }

    /// Moves a direction to its next epoch; returns what the key log has to hold of it.
    func advance(_ half: WritableKeyPath<RecordLayer, Half>) -> [KeyLogEntry] {
        var advanced = self[keyPath: half]
        advanced.epoch += 1
        advanced.protection = protection(suite, secret, schedule, advanced.direction, epoch: advanced.epoch)
        var layer = self
        layer[keyPath: half] = advanced
        return keyLog(advanced.direction, epoch: advanced.epoch)
    }

    func keyLog(_ direction: Direction, epoch: UInt32) -> [KeyLogEntry] {
        let keys = suite.recordKeys(secret, schedule, direction, epoch: epoch)
        return suite.keyLogLabels.compactMap { label in
            keys[label].map {
                KeyLogEntry(
                    label: label, suite: suite.name.description, clientRandom: clientRandom, sessionID: sessionID,
                    direction: direction, epoch: epoch, secret: $0)
            }
        }
    }
}

private func protection(
    _ suite: any CipherSuite.Type, _ secret: SecretBytes, _ schedule: KeySchedule, _ direction: Direction,
    epoch: UInt32
) -> RecordProtection {
    guard let protection = suite.protection(suite.recordKeys(secret, schedule, direction, epoch: epoch)) else {
        preconditionFailure("a suite's own keys make its protection")
    }
    return protection
}
