// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto
public import FernwireWire

/// What an endpoint's finished messages hold. PROTOCOL.md §3.8.
public protocol FinishedProof {
    /// What our finished holds, which we send in `direction` at `point`.
    func verifyData(of direction: Direction, at point: TranscriptPoint) -> [UInt8]
    /// Whether `data` is what the peer's finished must hold, which it sends in `direction` at `point`; in constant time.
    func verify(_ data: [UInt8], of direction: Direction, at point: TranscriptPoint) -> Bool
}

extension FinishedProof {
    public func verify(_ data: [UInt8], of direction: Direction, at point: TranscriptPoint) -> Bool {
        let expected = verifyData(of: direction, at: point)
        return isEqualInConstantTime(data.rawSpan, expected.rawSpan)
    }
}

/// A finished that proves the session's secret.
public struct KeyedFinished: FinishedProof {
    public let secret: SecretBytes

    public init(secret: SecretBytes) {
        self.secret = secret
    }

    public func verifyData(of direction: Direction, at point: TranscriptPoint) -> [UInt8] {
        point.verifyData(secret, of: direction)
    }
}

/// A finished that proves nothing, in a suite without secrets.
struct UnkeyedFinished: FinishedProof {
    func verifyData(of direction: Direction, at point: TranscriptPoint) -> [UInt8] {
        point.unkeyedVerifyData(of: direction)
    }
}
