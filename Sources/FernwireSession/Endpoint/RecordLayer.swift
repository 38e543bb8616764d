// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

/// The state of both directions of an established session: keys, epochs, and messages under way.
final class RecordLayer {
    struct Half {
        let direction: Direction
        var epoch: UInt32 = 1
        var secret: SecretBytes
        var keys: EpochKeys
        var hasEnded = false
        /// The number of records that the epoch's key has protected.
        var recordsInEpoch: UInt64 = 0
        /// The number of rekeys of the direction less that of its message records.
        private var rekeysBeyondMessages: Int64 = 0

        init(direction: Direction, secret: SecretBytes, keys: EpochKeys) {
            self.direction = direction
            self.secret = secret
            self.keys = keys
        }

        var protection: RecordProtection { keys.protection }

        /// Whether one more rekey keeps to the bound of PROTOCOL.md §4.2.
        var mayRekey: Bool { rekeysBeyondMessages < KeyLimits.rekeysBeyondMessages }

        /// Counts a record of the direction.
        mutating func note(_ type: ContentType) {
            recordsInEpoch += 1
            if type == .rekey { rekeysBeyondMessages += 1 }
            if !type.isControl { rekeysBeyondMessages -= 1 }
        }

        /// Moves on to the next epoch.
        mutating func advance(_ secret: SecretBytes, _ keys: EpochKeys) {
            epoch += 1
            recordsInEpoch = 0
            self.secret = secret
            self.keys = keys
        }
    }

    let suite: CipherSuite
    private var keying: any RecordKeying
    private let schedule: KeySchedule
    private let sessionID: UInt64
    var sending: Half
    var receiving: Half
    var nextMessageID: UInt64 = 1
    var outgoingFile: OutgoingFile?
    var assembler: MessageAssembler

    /// - Parameter point: the point before the server's finished.
    init(
        _ suite: CipherSuite, _ agreement: Agreement, at point: TranscriptPoint, sessionID: UInt64,
        configuration: SessionConfiguration
    ) {
        let (role, secret, schedule) = (configuration.role, agreement.secret, point.schedule)
        let keying = agreement.records(point)
        func half(_ direction: Direction) -> Half {
            let keys = keying.keys(EpochSecret(secret, schedule, direction: direction, epoch: 1))
            return Half(direction: direction, secret: secret, keys: keys)
        }
        self.suite = suite
        self.keying = keying
        self.schedule = schedule
        self.sessionID = sessionID
        sending = half(role)
        receiving = half(role.opposite)
        assembler = MessageAssembler(configuration)
    }

    /// Begins our next epoch. Returns the material of the rekey record, and the secret to advance to once that record
    /// is sealed.
    func prepareRekey() -> (material: [UInt8], secret: SecretBytes) {
        keying.rekey(next(sending, sending.secret))
    }

    /// Returns the secret of the peer's next epoch. PROTOCOL.md §4.2.
    ///
    /// - Throws: `malformed` for material of another length than the suite's, `wrong_epoch` for another epoch than the
    ///   next, or the suite's own refusal of the material.
    func rekey(_ rekey: Rekey) throws(SessionError) -> SecretBytes {
        guard rekey.material.count == keying.rekeyMaterialLength else { throw SessionError(.malformed) }
        guard receiving.epoch < .max, rekey.nextEpoch == receiving.epoch + 1 else { throw SessionError(.wrongEpoch) }
        return try keying.rekey(next(receiving, receiving.secret), material: rekey.material)
    }

    /// Returns `half` in its next epoch, which `secret` protects.
    func advanced(_ half: Half, _ secret: SecretBytes) -> Half {
        var advanced = half
        advanced.advance(secret, keying.keys(next(half, secret)))
        return advanced
    }

    private func next(_ half: Half, _ secret: SecretBytes) -> EpochSecret {
        EpochSecret(secret, schedule, direction: half.direction, epoch: half.epoch + 1)
    }

    /// Returns the key-log entries of a direction's current epoch.
    func keyLog(_ half: Half) -> [KeyLogEntry] {
        schedule.keyLog(
            half.keys.keys, of: suite, sessionID: sessionID, direction: half.direction, epoch: half.epoch)
    }
}
