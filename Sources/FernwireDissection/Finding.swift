// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireSession
import FernwireWire

/// What was found out about one frame. It names others by their verdicts; 0 is none.
struct Finding {
    let observation: Observation
    let frame: UInt32
    let time: Moment
    let links: FrameLinks
}

/// Other frames that a frame belongs with, by their verdicts; 0 is none.
struct FrameLinks {
    /// The record before it in its session, of either direction.
    var previousRecord: UInt32 = 0
    /// Of a message's first record: the first of the one that it answers.
    var request: UInt32 = 0
    /// The first that answers it; known once that was seen.
    var reply: UInt32 = 0
    /// The record before it in its message.
    var previousPart: UInt32 = 0
    /// The record that completed its message, which it may be itself; known once that was seen.
    var completion: UInt32 = 0
}

/// Frames of a session that others link to, by their verdicts; 0 is none.
struct SessionLinks {
    /// The last before the first record that carried a key, in suites in which one does.
    var keys: UInt32 = 0
    var firstRecord: UInt32 = 0
    var lastRecord: UInt32 = 0
    /// The first whose suite was known.
    var suiteKnown: UInt32 = 0
    /// `nil` while no record was opened.
    var messages: SessionMessages?

    /// Takes note of the session's next frame.
    ///
    /// - Returns: of a record, the one before it; 0 where there is none.
    mutating func note(_ verdict: UInt32, _ header: FrameHeader, hasSuite: Bool) -> UInt32 {
        if suiteKnown == 0, hasSuite { suiteKnown = verdict }
        switch header.knownType {
        case .keyWrap, .keyShare:
            if firstRecord == 0 { keys = verdict }
            return 0
        case .record:
            let previous = lastRecord
            lastRecord = verdict
            if firstRecord == 0 { firstRecord = verdict }
            return previous
        default: return 0
        }
    }
}

/// The messages of a session.
final class SessionMessages {
    var index = Sides(repeating: MessageIndex())
    var assemblies = Sides(repeating: MessageAssembly())
}
