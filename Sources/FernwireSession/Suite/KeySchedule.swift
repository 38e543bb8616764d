// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto
public import FernwireWire

/// What the hellos give to the derivation of a session's keys. PROTOCOL.md §5.
public struct KeySchedule: Sendable {
    /// The suite that the server chose.
    public let suite: SuiteID
    /// The 32 bytes of the client hello.
    public let clientRandom: [UInt8]
    /// client_random ‖ server_random
    fileprivate let salt: [UInt8]

    public init(suite: SuiteID, clientRandom: [UInt8], serverRandom: [UInt8]) {
        self.suite = suite
        self.clientRandom = clientRandom
        salt = clientRandom + serverRandom
    }

    public init(_ clientHello: ClientHello, _ serverHello: ServerHello) {
        self.init(suite: serverHello.suite, clientRandom: clientHello.random, serverRandom: serverHello.random)
    }

    /// The context of a derivation or signature: what it is for, in which suite.
    func info(_ label: StaticString, _ rest: StaticString) -> [UInt8] {
        var info = Array("fernwire 1 \(label)\(rest)".utf8)
        info.append(0)
        info.append(UInt64(suite.rawValue), width: 2)
        return info
    }
}

/// A secret that the keys of one direction and epoch follow from.
public struct EpochSecret: Sendable {
    public let secret: SecretBytes
    public let schedule: KeySchedule
    public let direction: Direction
    public let epoch: UInt32

    public init(_ secret: SecretBytes, _ schedule: KeySchedule, direction: Direction, epoch: UInt32) {
        self.secret = secret
        self.schedule = schedule
        self.direction = direction
        self.epoch = epoch
    }

    /// The key of `length` bytes that `label` names. PROTOCOL.md §5.
    public func derive(_ label: StaticString, length: Int) -> SecretBytes {
        var info = schedule.info(label, "")
        info.append(direction.rawValue)
        info.append(UInt64(epoch), width: 4)
        return HKDF.derive(secret: secret, salt: schedule.salt, info: info, length: length)
    }
}
