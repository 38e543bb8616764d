// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto
public import FernwireWire

/// The part of a session's hellos that its keys are derived from. PROTOCOL.md §5.
public struct KeySchedule: Sendable {
    /// The suite that the server chose.
    public let suite: SuiteID
    /// The random of the client hello: 32 bytes.
    public let clientRandom: [UInt8]
    /// client_random ‖ server_random
    fileprivate let salt: [UInt8]

    /// Creates the key schedule of a session from its suite and both randoms, of 32 bytes each.
    public init(suite: SuiteID, clientRandom: [UInt8], serverRandom: [UInt8]) {
        self.suite = suite
        self.clientRandom = clientRandom
        salt = clientRandom + serverRandom
    }

    /// Creates the key schedule of the session that these hellos begin.
    public init(_ clientHello: ClientHello, _ serverHello: ServerHello) {
        self.init(suite: serverHello.suite, clientRandom: clientHello.random, serverRandom: serverHello.random)
    }

    /// Returns the context of a derivation or signature: its label, and the suite.
    func info(_ label: StaticString, _ rest: StaticString) -> [UInt8] {
        var info = Array("fernwire 1 \(label)\(rest)".utf8)
        info.append(0)
        info.append(UInt64(suite.rawValue), width: 2)
        return info
    }
}

/// A secret that the keys of one direction and epoch follow from.
public struct EpochSecret: Sendable {
    /// The secret that the keys follow from.
    public let secret: SecretBytes
    /// The key schedule of the session.
    public let schedule: KeySchedule
    /// The direction whose frames the keys protect.
    public let direction: Direction
    /// The epoch of that direction.
    public let epoch: UInt32

    /// Creates the secret of one direction and epoch.
    public init(_ secret: SecretBytes, _ schedule: KeySchedule, direction: Direction, epoch: UInt32) {
        self.secret = secret
        self.schedule = schedule
        self.direction = direction
        self.epoch = epoch
    }

    /// Derives the key of `length` bytes that `label` names. PROTOCOL.md §5.
    public func derive(_ label: StaticString, length: Int) -> SecretBytes {
        var info = schedule.info(label, "")
        info.append(direction.rawValue)
        info.append(UInt64(epoch), width: 4)
        return HKDF.derive(secret: secret, salt: schedule.salt, info: info, length: length)
    }
}
