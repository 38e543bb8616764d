// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireSession
import FernwireWire

/// The dissector's memory of one connection: the observer, and its findings about each frame.
public final class FernwireConversation {
    let observer: Observer
    private var findings = Findings()
    private var sessions: [SessionLinks] = []
    /// The problems with the keys at the first frame, where they are told.
    private(set) var keyProblems: [KeyProblem] = []
    /// Whether other keys than those at hand could make a difference.
    private(set) var needsKeys = true

    /// - Parameter forgets: whether only the latest frames are remembered, for a single pass over a capture of any size.
    init(forgets: Bool = false) {
        observer = Observer()
        observer.forgets = forgets
        self.forgets = forgets
    }

    /// Whether only the latest frames are remembered.
    let forgets: Bool
    /// The findings that are remembered at least where the others are forgotten. A reply comes soon, or not at all.
    static let rememberedLimit = 1 << 16

    /// Whether `id` names the finding about the connection's first frame.
    func isFirst(_ id: FindingID) -> Bool { id == first }
    private var first = FindingID.none

    /// Keeps the finding about a frame.
    ///
    /// - Parameters:
    ///   - record: the record's content, if it passed its check.
    ///   - keys: the user's keys, whose problems are told at the first frame.
    func keep(
        _ observation: Observation, of pdu: PDU, header: FrameHeader, record: RecordContent?, keys: SharedKeys
    ) -> FindingID {
        needsKeys = observation.status != .verified
        let id = findings.append(observation, of: pdu)
        if forgets { findings.forget(allBut: Self.rememberedLimit) }
        if !first.isSome {
            first = id
            keyProblems = keys.problems
        }
        guard id.isSome, let direction = header.knownDirection else { return id }
        let frame = Frame(id: id, observation: observation, header: header, direction: direction, record: record)
        link(frame)
        assemble(frame)
        return id
    }

    /// A frame with what was found out about it.
    private struct Frame {
        let id: FindingID
        let observation: Observation
        let header: FrameHeader
        let direction: Direction
        let record: RecordContent?
    }

    func finding(_ id: FindingID) -> Finding? { findings.finding(id) }

    /// Returns the links that are known by now of the session that a finding belongs to.
    func links(_ finding: Finding) -> SessionLinks {
        let session = Int(finding.observation.session)
        return session < sessions.count ? sessions[session] : SessionLinks()
    }

    private func link(_ frame: Frame) {
        let session = Int(frame.observation.session)
        while sessions.count <= session { sessions.append(SessionLinks()) }
        let previous = sessions[session].note(frame.id, frame.header, hasSuite: frame.observation.suite != nil)
        if previous.isSome { findings.link(frame.id) { $0.previousRecord = previous } }
        guard let head = frame.record?.head, !head.contentType.isControl, head.fragment.beginsMessage else { return }
        let messages = messages(session)
        messages.index[frame.direction].note(head.messageID, at: frame.id)
        if forgets { messages.index[frame.direction].forget(allBut: Self.rememberedLimit) }
        guard head.replyTo > 0 else { return }
        let request = messages.index[frame.direction.opposite].finding(ofMessage: head.replyTo)
        guard request.isSome else { return }
        findings.link(frame.id) { $0.request = request }
        guard findings.contains(request) else { return }
        findings.link(request) { if !$0.reply.isSome { $0.reply = frame.id } }
    }

    private func messages(_ session: Int) -> SessionMessages {
        if let known = sessions[session].messages { return known }
        let made = SessionMessages()
        sessions[session].messages = made
        return made
    }

    private func assemble(_ frame: Frame) {
        // A frame that comes again adds nothing and takes nothing away.
        guard !frame.observation.notes.contains(.repeated) else { return }
        let session = Int(frame.observation.session)
        if frame.record == nil || frame.observation.notes.contains(.gap) {
            sessions[session].messages?.assemblies[frame.direction].interrupt()
        }
        guard let record = frame.record,
            let place = messages(session).assemblies[frame.direction].add(record, at: frame.id)
        else { return }
        findings.link(frame.id) { $0.previousPart = place.previous }
        guard place.isComplete else { return }
        var part = frame.id
        while findings.contains(part) {
            findings.link(part) {
                $0.completion = frame.id
                part = $0.previousPart
            }
        }
    }

    /// Returns the records of the message that the record of `id` completed, in order.
    func parts(completedBy id: FindingID) -> [Finding] {
        var parts: [Finding] = []
        var next = id
        while let part = finding(next) {
            parts.append(part)
            next = part.links.previousPart
        }
        return parts.reversed()
    }
}
