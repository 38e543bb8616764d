// SPDX-License-Identifier: Apache-2.0
public import DissectorKit
public import FernwireSession
public import FernwireWire

/// What is known of one frame, for those who draw nothing: the values of the dissector's fields.
public struct FrameFacts {
    /// The number of the frame's session among those of its connection, from 0.
    public let session: UInt32
    /// The session's suite by then; `nil` while it is not known.
    public let suite: CipherSuite?
    /// The result of opening or checking the frame.
    public let status: Observation.Status
    /// The weaknesses that show at this frame.
    public let weaknesses: Observation.Weaknesses
    /// The source of the key that opened the frame; `nil` for none.
    public let keySource: KeySource?
    /// The head of a record's plaintext; `nil` while it stays closed, and where it does not have its form.
    public let head: RecordPlaintext.Head?
    /// The range of a record's content in the plaintext of the frame.
    public let content: Range<Int>
    /// The record that begins the message that this one answers, with the nanoseconds since; `nil` for none.
    public let request: (frame: UInt32, nanoseconds: Int64)?

    /// The weaknesses by name: those of their notes, without what all notes have in common.
    public var weaknessNames: [String] {
        weaknesses.isEmpty ? [] : Self.weaknessNames.filter { weaknesses.contains($0.0) }.map(\.1)
    }

    private static let weaknessNames = FrameDrawing.weaknessNotes.map { weakness, note in
        (weakness, note.filter.description.split(separator: ".").last.map { String($0) } ?? "")
    }
}

extension FernwireConversation {
    /// Returns what is known of a frame that was dissected last.
    ///
    /// - Parameters:
    ///   - id: what the dissector returned of it.
    ///   - header: its header, decoded.
    public func facts(of id: FindingID, header: FrameHeader) -> FrameFacts? {
        guard let finding = finding(id) else { return nil }
        let observer = observer
        let decrypted = observer.plaintext(of: finding.observation)
        let record = header.isRecord && !decrypted.isEmpty ? RecordContent(decrypted, finding.observation) : nil
        return FrameFacts(
            session: finding.observation.session, suite: finding.observation.suite,
            status: finding.observation.status, weaknesses: finding.observation.weaknesses,
            keySource: finding.observation.keySource, head: record?.head, content: record?.range ?? 0..<0,
            request: self.finding(finding.links.request).map {
                ($0.frame, finding.time.nanoseconds(since: $0.time))
            })
    }

    /// Returns the bytes that the frame protects, as long as it is the last that was dissected.
    public func plaintext(of id: FindingID) -> [UInt8] {
        guard let finding = finding(id) else { return [] }
        let observer = observer
        return Array(observer.plaintext(of: finding.observation))
    }

    /// Returns why a record stays closed, or could not be checked; `nil` where it was opened and checked.
    ///
    /// - Parameters:
    ///   - id: what the dissector returned of it.
    ///   - header: its header, decoded.
    ///   - keys: the keys at hand.
    public func closedReason(of id: FindingID, header: FrameHeader, keys: SharedKeys) -> ClosedReason? {
        finding(id).flatMap { observer.closedReason($0.observation, header: header, keys: keys.ring) }
    }

    /// Returns what is known by now of a session.
    public func summary(ofSession session: UInt32) -> SessionSummary { observer.summary(session) }
}

extension Observation.Status {
    /// The status of a record's check, in a word.
    public var macStatus: StaticString {
        switch self {
        case .verified, .closed: "verified"
        case .failed: "failed"
        case .truncated: "truncated"
        case .none, .noKey, .unchecked, .unauthenticated, .finishedFailed: "unchecked"
        }
    }
}
