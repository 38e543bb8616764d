// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto
public import FernwireWire

/// Makes and checks the verify data of finished messages, for an endpoint. PROTOCOL.md §3.8.
public protocol FinishedProof {
    /// Returns the verify data of our finished, which we send in `direction` at `point`.
    func verifyData(of direction: Direction, at point: TranscriptPoint) -> [UInt8]
    /// Returns whether `data` are the verify data of the peer's finished, which it sends in `direction` at `point`. The
    /// comparison takes constant time.
    func verify(_ data: [UInt8], of direction: Direction, at point: TranscriptPoint) -> Bool
}

extension FinishedProof {
    /// Compares `data` in constant time with the verify data that this side computes.
    public func verify(_ data: [UInt8], of direction: Direction, at point: TranscriptPoint) -> Bool {
        let expected = verifyData(of: direction, at: point)
        return isEqualInConstantTime(data.rawSpan, expected.rawSpan)
    }
}

/// A finished that proves the session's secret.
public struct KeyedFinished: FinishedProof {
    /// The secret of the session.
    public let secret: SecretBytes

    /// Creates the proof of a session's secret.
    public init(secret: SecretBytes) {
        self.secret = secret
    }

    /// Returns verify data of 32 bytes that follow from the session's secret.
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
