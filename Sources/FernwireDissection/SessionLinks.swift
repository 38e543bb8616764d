// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireWire

/// The frames of a session that others link to.
struct SessionLinks {
    /// The last frame before the first record that carried a key, in suites in which one does.
    var keys = FindingID.none
    var firstRecord = FindingID.none
    var lastRecord = FindingID.none
    /// The first frame whose suite was known.
    var suiteKnown = FindingID.none
    /// The messages of the session; `nil` while no record was opened.
    var messages: SessionMessages?

    /// Takes note of the session's next frame.
    ///
    /// - Returns: the record before this one, if it is a record.
    mutating func note(_ id: FindingID, _ header: FrameHeader, hasSuite: Bool) -> FindingID {
        if !suiteKnown.isSome, hasSuite { suiteKnown = id }
        guard header.isRecord else {
            if !firstRecord.isSome, header.knownType?.declaration.message?.carriesKeys == true { keys = id }
            return .none
        }
        let previous = lastRecord
        lastRecord = id
        if !firstRecord.isSome { firstRecord = id }
        return previous
    }
}

/// The messages of a session.
final class SessionMessages {
    var index = Sides(repeating: MessageIndex())
    var assemblies = Sides(repeating: MessageAssembly())
}
