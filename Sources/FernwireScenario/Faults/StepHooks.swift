// SPDX-License-Identifier: Apache-2.0

/// What a fault does to what one step sends. A hook that a fault does not give does nothing.
public struct StepHooks: Sendable {
    /// Changes the step's record on its way, or the first one where the step sends several.
    public var change: (@Sendable (inout RecordInTransit) throws(Fault.Failure) -> Void)?
    /// Whether `change` is of a field, which a scenario may name.
    public var takesField = false
    /// Seconds by which the sender's clock is fast; negative where it is slow.
    public var clockError: Int64 = 0
    /// How TCP carries what the step sends.
    public var delivery = Delivery.once
}

/// How TCP carries the bytes that a step sends.
public enum Delivery: Sendable {
    /// TCP carries each byte once, in order.
    case once
    /// Someone on the way sends the bytes again, as new ones.
    case replayed
    /// TCP sends the bytes again under the same sequence numbers, as it does without an acknowledgement.
    case retransmitted
    /// The bytes arrive, and the capture lacks them.
    case uncaptured
    /// The bytes are in two segments, of which the second comes first.
    case reordered
    /// The bytes are in two segments that share some of them.
    case overlapping
    /// The bytes are in segments of at most so many.
    case split(Int)
    /// The bytes share a segment with what the same side sends next.
    case coalesced
    /// The bytes arrive, and then the sender resets the connection.
    case reset
}
