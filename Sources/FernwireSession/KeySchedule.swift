// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto
public import FernwireWire

/// Derives a session's keys from its secret. PROTOCOL.md §5.
public struct KeySchedule: Sendable {
    let suite: SuiteID
    /// client_random ‖ server_random
    let salt: [UInt8]

    public init(suite: SuiteID, clientRandom: [UInt8], serverRandom: [UInt8]) {
        self.suite = suite
        salt = clientRandom + serverRandom
    }

    public func derive(
        _ secret: SecretBytes, _ label: StaticString, _ direction: Direction, epoch: UInt32, length: Int
    ) -> SecretBytes {
        var info = info(label, "")
        info.append(direction.rawValue)
        info.append(UInt64(epoch), width: 4)
        return HKDF.derive(secret: secret, salt: salt, info: info, length: length)
    }

    /// The secret that follows `secret` in the course of a handshake. PROTOCOL.md §6.7.
    func extend(_ secret: SecretBytes, _ label: StaticString, transcriptHash: [UInt8]) -> SecretBytes {
        HKDF.derive(secret: secret, salt: transcriptHash, info: info(label, ""), length: 32)
    }

    /// What a finished message holds, where the suite has a secret. PROTOCOL.md §3.8.
    public func verifyData(_ secret: SecretBytes, _ direction: Direction, transcriptHash: [UInt8]) -> [UInt8] {
        let info = info(direction.sender, " finished")
        let data = HKDF.derive(secret: secret, salt: transcriptHash, info: info, length: Self.verifyDataLength)
        return Array(data.bytes)
    }

    /// What a finished message openly holds, where the suite has no secret: anyone can compute it.
    public func unkeyedVerifyData(_ direction: Direction, transcriptHash: [UInt8]) -> [UInt8] {
        let content = info(direction.sender, " finished") + transcriptHash
        return SHA256.hash(content.rawSpan)
    }

    public static let verifyDataLength = 32

    /// The context of a derivation or signature: what it is for, in which suite.
    func info(_ label: StaticString, _ rest: StaticString) -> [UInt8] {
        var info = Array("fernwire 1 \(label)\(rest)".utf8)
        info.append(0)
        info.append(UInt64(suite.rawValue), width: 2)
        return info
    }
}
