// SPDX-License-Identifier: Apache-2.0
public import FernwireSession

/// Something that goes wrong: with what one step of a scenario sends, or with a session as a whole.
///
/// A fault is declared once, in a file of this folder: its name, a suite that shows it, what Wireshark says of it, and
/// its hooks, which are what it does. ``all`` lists the faults. The recorder of captures runs the hooks, and knows no
/// fault by its name.
public final class Fault: Sendable {
    /// The name on the command line and in scenario files, such as `flipped-bit`.
    public let name: String
    /// What happens, in one sentence without its full stop.
    public let summary: String
    /// The name of a cipher suite in which the fault shows.
    public let suite: String
    /// What Wireshark says of it.
    public let symptom: Symptom
    /// What it does.
    public let effect: Effect
    private let needs: @Sendable (CipherSuite) -> Bool

    /// Where a scenario names a fault.
    public enum Place: Sendable {
        case step, session
    }

    /// What a fault does.
    public enum Effect: Sendable {
        /// It changes what one step sends.
        case step(StepHooks)
        /// It changes the session as a whole, or its capture.
        case session(SessionHooks)
    }

    /// How a fault shows in Wireshark.
    public enum Symptom: Equatable, Sendable {
        /// This display filter finds frames, and finds none in a sound session.
        case appears(String)
        /// This display filter finds no frames, and finds some in a sound session.
        case missing(String)
        /// tshark prints this text on standard error.
        case complaint(String)
    }

    /// Why a fault cannot happen to what a step sends.
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    /// - Parameter needs: whether a suite has what the fault happens to.
    init(
        name: String, summary: String, suite: String, symptom: Symptom, effect: Effect,
        needs: @escaping @Sendable (CipherSuite) -> Bool = { _ in true }
    ) {
        self.name = name
        self.summary = summary
        self.suite = suite
        self.symptom = symptom
        self.effect = effect
        self.needs = needs
    }

    /// Every fault, in the order in which people see them. Adding one is a line here.
    public static let all: [Fault] = [
        // Of a step.
        flippedBit, badPadding, oversizedLength, unknownType, unknownVersion, replayedRecord,
        expiredToken, futureToken,
        retransmission, lostSegment, reorderedSegments, overlappingSegments, oddSplits, byteByByte, coalescing,
        reset,
        // Of a session.
        differentKeys, badWrap, badFinished, downgrade, manInTheMiddle,
        garbageAfterClose, endWithoutClose,
        wrongKey, startInTheMiddle, snaplen, cutCapture,
    ]

    /// Returns the fault of this name; `nil` where there is none.
    public static func named(_ name: String) -> Fault? {
        all.first { $0.name == name }
    }

    /// Where a scenario names it.
    public var place: Place {
        switch effect {
        case .step: .step
        case .session: .session
        }
    }

    /// The summary as a sentence, for a packet's comment.
    public var sentence: String { summary + "." }

    /// What it does to a step; nothing where it concerns the session.
    public var stepHooks: StepHooks {
        switch effect {
        case .step(let hooks): hooks
        case .session: StepHooks()
        }
    }

    /// What it does to the session; nothing where it concerns a step.
    public var sessionHooks: SessionHooks {
        switch effect {
        case .step: .nothing
        case .session(let hooks): hooks
        }
    }

    /// Whether `suite` has what the fault happens to.
    public func isPossible(in suite: CipherSuite) -> Bool { needs(suite) }
}

extension Fault: Equatable, CustomStringConvertible {
    public static func == (one: Fault, other: Fault) -> Bool { one === other }

    public var description: String { name }
}
