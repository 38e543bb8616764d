// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireSession
import FernwireWire

/// What the dissector remembers of one connection: its observer, and what that said of each frame.
public final class FernwireConversation {
    let observer = Observer()
    private var findings = FindingStore()
    private var sessions: [SessionLinks] = []
    /// What was wrong with the keys at the first frame, at which it is told.
    private(set) var keyProblems: [KeyProblem] = []
    /// Whether other keys than those at hand could make a difference.
    private(set) var needsKeys = true

    /// - Parameter record: what the record says, if it passed its check.
    /// - Returns: the verdict by which the finding is found again; never 0.
    func keep(
        _ observation: Observation, _ header: FrameHeader, _ record: RecordContent?, _ unit: Unit,
        _ keyProblems: [KeyProblem]
    ) -> UInt32 {
        needsKeys = observation.status != .verified
        if findings.count == 0 { self.keyProblems = keyProblems }
        let verdict = findings.append(observation, unit)
        guard let direction = header.knownDirection else { return verdict }
        link(verdict, observation, header, direction, record)
        assemble(verdict, observation, direction, record)
        return verdict
    }

    func finding(_ verdict: UInt32) -> Finding? { findings.finding(verdict) }

    /// What is known by now of the session that a finding belongs to.
    func links(_ finding: Finding) -> SessionLinks {
        let session = Int(finding.observation.session)
        return session < sessions.count ? sessions[session] : SessionLinks()
    }

    private func link(
        _ verdict: UInt32, _ observation: Observation, _ header: FrameHeader, _ direction: Direction,
        _ record: RecordContent?
    ) {
        let session = Int(observation.session)
        while sessions.count <= session { sessions.append(SessionLinks()) }
        let previous = sessions[session].note(verdict, header, hasSuite: observation.suite != nil)
        if previous > 0 { findings[links: verdict].previousRecord = previous }
        guard let head = record?.head, !head.contentType.isControl, head.fragment.beginsMessage else { return }
        let messages = messages(session)
        messages.index[direction].note(head.messageID, verdict)
        guard head.replyTo > 0 else { return }
        let request = messages.index[direction.opposite].verdict(of: head.replyTo)
        guard request > 0 else { return }
        findings[links: verdict].request = request
        if findings[links: request].reply == 0 { findings[links: request].reply = verdict }
    }

    private func messages(_ session: Int) -> SessionMessages {
        if let known = sessions[session].messages { return known }
        let made = SessionMessages()
        sessions[session].messages = made
        return made
    }

    private func assemble(
        _ verdict: UInt32, _ observation: Observation, _ direction: Direction, _ record: RecordContent?
    ) {
        // What comes again adds nothing and takes nothing away.
        guard !observation.notes.contains(.repeated) else { return }
        let session = Int(observation.session)
        if record == nil || observation.notes.contains(.gap) {
            sessions[session].messages?.assemblies[direction].interrupt()
        }
        guard let record, let place = messages(session).assemblies[direction].add(record, verdict) else { return }
        findings[links: verdict].previousPart = place.previous
        guard place.isComplete else { return }
        var part = verdict
        while part > 0 {
            findings[links: part].completion = verdict
            part = findings[links: part].previousPart
        }
    }

    /// The records of the message that the record of `verdict` completed, in order.
    func parts(completedBy verdict: UInt32) -> [Finding] {
        var parts: [Finding] = []
        var next = verdict
        while let part = finding(next) {
            parts.append(part)
            next = part.links.previousPart
        }
        return parts.reversed()
    }
}
