// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto
public import FernwireWire

/// A point of a handshake up to which all frames are known: what they hash to, and the key schedule of their hellos.
public struct TranscriptPoint: Sendable {
    public let schedule: KeySchedule
    /// SHA-256 of the frames before the point, in session order. 32 bytes.
    public let hash: [UInt8]

    /// The point after `frames`, which are the hellos of `schedule` and what follows them.
    public init(_ schedule: KeySchedule, after frames: some Sequence<[UInt8]>) {
        let bytes = Array(frames.joined())
        self.schedule = schedule
        hash = SHA256.hash(bytes.rawSpan)
    }

    /// The secret that follows `secret` in the course of a handshake. PROTOCOL.md §6.7.
    func extend(_ secret: SecretBytes, _ label: StaticString) -> SecretBytes {
        HKDF.derive(secret: secret, salt: hash, info: schedule.info(label, ""), length: 32)
    }

    /// What the finished of `direction` at this point holds, where the suite has a secret. PROTOCOL.md §3.8.
    public func verifyData(_ secret: SecretBytes, of direction: Direction) -> [UInt8] {
        let info = schedule.info(direction.sender, " finished")
        let data = HKDF.derive(secret: secret, salt: hash, info: info, length: Self.verifyDataLength)
        return Array(data.bytes)
    }

    /// What the finished of `direction` at this point openly holds, where the suite has no secret: anyone can compute it.
    public func unkeyedVerifyData(of direction: Direction) -> [UInt8] {
        let content = signedVerifyData(of: direction)
        return SHA256.hash(content.rawSpan)
    }

    /// What the finished of `direction` at this point signs, where signatures take the place of a secret.
    func signedVerifyData(of direction: Direction) -> [UInt8] {
        schedule.info(direction.sender, " finished") + hash
    }

    private static let verifyDataLength = 32
}

/// An endpoint's handshake: both hellos and all frames since, in the order in which they were exchanged, which is the
/// session order.
public struct Transcript: Sendable {
    public let schedule: KeySchedule
    private var frames: [[UInt8]]

    /// - Parameter hellos: the complete frames of the hellos that `schedule` is made of: the client's, then the server's.
    public init(_ schedule: KeySchedule, hellos: [[UInt8]]) {
        self.schedule = schedule
        frames = hellos
    }

    /// Adds the next handshake frame, a complete one.
    public mutating func append(_ frame: [UInt8]) { frames.append(frame) }

    /// The point after all frames so far.
    public var now: TranscriptPoint { TranscriptPoint(schedule, after: frames) }

    /// The point before the last of the frames so far.
    public var beforeLastFrame: TranscriptPoint { TranscriptPoint(schedule, after: frames.dropLast()) }
}
