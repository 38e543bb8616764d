// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireWire

/// Puts a direction's messages together from their records. It tells which records belong together, and copies no
/// bytes.
struct MessageAssembly {
    /// The most bytes of a message that is put together. PROTOCOL.md §4.
    static let limit = 16 << 20

    /// The head of a message that has begun and not ended.
    private var head: RecordPlaintext.Head?
    /// The latest record of that message.
    private var latest = FindingID.none
    private var count = 0

    /// The place of a record in its message: the record before it, and whether the message is complete with it.
    struct Place {
        var previous: FindingID
        var isComplete: Bool
    }

    /// Takes a record that passed its check. Returns `nil` when it continues nothing that is known.
    mutating func add(_ record: RecordContent, at finding: FindingID) -> Place? {
        let (next, part) = (record.head, record.part)
        guard !next.contentType.isControl, next.fragment != .whole else { return nil }
        let isContinued = next.fragment == .first || continues(next)
        guard let part, isContinued else {
            interrupt()
            return nil
        }
        if next.fragment == .first { (latest, count) = (.none, 0) }
        guard record.file.map({ $0.offset == UInt64(count) }) ?? true, part.count <= Self.limit - count else {
            interrupt()
            return nil
        }
        count += part.count
        let place = Place(previous: latest, isComplete: next.fragment == .last)
        latest = finding
        head = place.isComplete ? nil : next
        return place
    }

    /// Gives up the message under way: a record that is missing or that failed may have been a part of it.
    mutating func interrupt() {
        head = nil
    }

    private func continues(_ next: RecordPlaintext.Head) -> Bool {
        guard let head else { return false }
        return head.messageID == next.messageID && head.replyTo == next.replyTo && head.contentType == next.contentType
    }
}
