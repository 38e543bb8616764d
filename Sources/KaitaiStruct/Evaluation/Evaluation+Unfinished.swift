// SPDX-License-Identifier: Apache-2.0

// Structures whose reading fails stay with their members, so that what could be read is shown.
extension Evaluation {
    /// Makes the structure whose reading has just failed, if bytes of it were, the value of the member that is read.
    func leaveUnfinished(from start: Int32, in stream: Int32) {
        let record = streams[Int(stream)]
        if let structure = unfinishedStructure, record.position > start {
            unfinished = (.structure(structure), ByteRange(buffer: record.buffer, start: start, end: record.position))
        }
        unfinishedStructure = nil
    }

    /// The value of a member whose reading failed; `nil` if it was read, or nothing of it was.
    func takeUnfinished() -> (Value, ByteRange)? {
        defer { unfinished = nil }
        return unfinished.map { ($0.value, $0.range) }
    }
}
