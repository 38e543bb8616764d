// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireSession
import FernwireWire

/// What the dissector remembers of one connection: its observer, and what that said of each frame.
public final class FernwireConversation {
    let observer = Observer()
    private var findings: [Finding] = []
    private var sessions: [SessionLinks] = []
    /// Whether other keys than those at hand could make a difference.
    private(set) var needsKeys = true

    /// - Parameter record: what the record says, if it passed its check.
    /// - Returns: the verdict by which the finding is found again; never 0.
    func keep(
        _ observation: Observation, _ header: FrameHeader, _ record: RecordContent?, _ unit: Unit,
        _ keyFileProblems: [Note]
    ) -> UInt32 {
        needsKeys = observation.status != .verified
        var finding = Finding(observation, unit)
        if findings.isEmpty { finding.keyFileProblems = keyFileProblems }
        let verdict = UInt32(clamping: findings.count + 1)
        link(&finding, verdict, header, record)
        findings.append(finding)
        if let direction = header.knownDirection { assemble(verdict, direction, record) }
        return verdict
    }

    func finding(_ verdict: UInt32) -> Finding? {
        let index = Int(verdict) - 1
        return findings.indices.contains(index) ? findings[index] : nil
    }

    /// What is known by now of the session that a finding belongs to.
    func links(_ finding: Finding) -> SessionLinks {
        let session = Int(finding.observation.session)
        return session < sessions.count ? sessions[session] : SessionLinks()
    }

    private func link(
        _ finding: inout Finding, _ verdict: UInt32, _ header: FrameHeader, _ record: RecordContent?
    ) {
        guard let direction = header.knownDirection else { return }
        let session = Int(finding.observation.session)
        while sessions.count <= session { sessions.append(SessionLinks()) }
        if sessions[session].suiteKnown == 0, finding.observation.suite != nil {
            sessions[session].suiteKnown = verdict
        }
        switch header.knownType {
        case .keyWrap, .keyShare: if sessions[session].firstRecord == 0 { sessions[session].keys = verdict }
        case .record:
            finding.previousRecord = sessions[session].lastRecord
            sessions[session].lastRecord = verdict
            if sessions[session].firstRecord == 0 { sessions[session].firstRecord = verdict }
        default: break
        }
        guard let head = record?.head, !head.contentType.isControl, head.fragment.beginsMessage else { return }
        sessions[session].messages[Int(direction.rawValue)].note(head.messageID, verdict)
        guard head.replyTo > 0 else { return }
        let request = sessions[session].messages[Int(direction.opposite.rawValue)].verdict(of: head.replyTo)
        guard request > 0 else { return }
        finding.request = request
        if findings[Int(request) - 1].reply == 0 { findings[Int(request) - 1].reply = verdict }
    }

    private func assemble(_ verdict: UInt32, _ direction: Direction, _ record: RecordContent?) {
        let (observation, side) = (findings[Int(verdict) - 1].observation, Int(direction.rawValue))
        // What comes again adds nothing and takes nothing away.
        guard !observation.notes.contains(.repeated) else { return }
        let session = Int(observation.session)
        if record == nil || observation.notes.contains(.gap) { sessions[session].assemblies[side].interrupt() }
        guard let record, let place = sessions[session].assemblies[side].add(record, verdict) else { return }
        findings[Int(verdict) - 1].previousPart = place.previous
        guard place.isComplete else { return }
        var part = verdict
        while part > 0 {
            findings[Int(part) - 1].completion = verdict
            part = findings[Int(part) - 1].previousPart
        }
    }

    /// The records of the message that the record of `verdict` completed, in order.
    func parts(completedBy verdict: UInt32) -> [Finding] {
        var parts: [Finding] = []
        var next = verdict
        while let part = finding(next) {
            parts.append(part)
            next = part.previousPart
        }
        return parts.reversed()
    }
}
