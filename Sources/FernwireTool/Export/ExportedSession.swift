// SPDX-License-Identifier: Apache-2.0
import FernwireCapture
import FernwireDissection
import FernwireSession
import FernwireWire

/// The sums of a session's frames.
struct ExportedSession {
    /// What each side sent.
    private struct Side {
        var end: ConversationPiece.End?
        var records = 0
        var bytes = 0
        var content = 0
    }

    private var sides = Sides(repeating: Side())
    private var frames: ClosedRange<UInt64>
    private var times: ClosedRange<UInt64>?
    private var (verified, failed, unchecked, alerts) = (0, 0, 0, 0)
    private var weaknesses: [String] = []
    private var keySource: [UInt8]?

    init(firstFrame: UInt64) {
        frames = firstFrame...firstFrame
    }

    mutating func add(_ frame: ExportedFrame, keySource: [UInt8]?) {
        let (header, facts) = (frame.header, frame.facts)
        frames = frames.lowerBound...max(frames.upperBound, frame.packet)
        if let time = frame.time {
            times = min(times?.lowerBound ?? time, time)...max(times?.upperBound ?? time, time)
        }
        for name in facts.weaknessNames where !weaknesses.contains(name) { weaknesses.append(name) }
        if self.keySource == nil { self.keySource = keySource }
        guard let direction = header.knownDirection else { return }
        if sides[direction].end == nil { sides[direction].end = frame.source }
        if sides[direction.opposite].end == nil { sides[direction.opposite].end = frame.destination }
        if header.knownType == .alert || facts.head?.contentType == .alert { alerts += 1 }
        guard header.isRecord else { return }
        sides[direction].records += 1
        sides[direction].bytes += Int(header.length)
        sides[direction].content += facts.content.count
        switch facts.status {
        case .verified, .closed: verified += 1
        case .failed: failed += 1
        case .none, .noKey, .unchecked, .unauthenticated, .finishedFailed, .truncated: unchecked += 1
        }
    }

    func write(_ row: inout RowWriter, _ summary: SessionSummary) {
        if summary.id != 0 { row.put("session_id", id: summary.id) }
        if let suite = summary.suite { row.put("suite", suite.name) }
        for (end, names): (ConversationPiece.End?, (StaticString, StaticString)) in [
            (sides[.fromClient].end, ("client", "client_port")), (sides[.fromServer].end, ("server", "server_port")),
        ] {
            guard let end else { continue }
            row.put(names.0, text: Array(end.addressText.utf8))
            row.put(names.1, end.port)
        }
        row.put("start", time: times?.lowerBound)
        row.put("end", time: times?.upperBound)
        row.put("first_frame", frames.lowerBound)
        row.put("last_frame", frames.upperBound)
        row.put("client_records", sides[.fromClient].records)
        row.put("server_records", sides[.fromServer].records)
        row.put("client_bytes", sides[.fromClient].bytes)
        row.put("server_bytes", sides[.fromServer].bytes)
        row.put("client_content", sides[.fromClient].content)
        row.put("server_content", sides[.fromServer].content)
        row.put("verified", verified)
        row.put("failed", failed)
        row.put("unchecked", unchecked)
        row.put("alerts", alerts)
        row.put("weaknesses", weaknesses)
        if let keySource { row.put("key_source", text: keySource) }
    }
}
