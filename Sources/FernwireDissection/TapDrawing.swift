// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireWire

// What goes to those who listen: only of records that passed their check.
extension FrameDrawing {
    /// - Parameter range: what the record adds to its message.
    func tap(_ range: Range<Int>, _ source: Source, _ plan: inout Plan) {
        if unit.listeners.contains(.follower), !range.isEmpty {
            plan.follow(range, source: source, isFromServer: header.knownDirection == .fromServer)
        }
    }
}
