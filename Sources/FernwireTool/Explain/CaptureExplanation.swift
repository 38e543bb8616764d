// SPDX-License-Identifier: Apache-2.0
import FernwireDissection
import FernwireSession
import FernwireWire

/// What became of the records of a capture, and why some stayed closed.
struct CaptureExplanation {
    /// Records that stayed closed, of one suite and for one reason.
    private struct Closed: Hashable {
        let suite: String
        let reason: ClosedReason
    }

    /// Where something was seen first.
    private struct Group {
        var records = 0
        var sessions: Set<Session> = []
        var firstFrame: UInt64
    }

    private struct Session: Hashable {
        let connection: Int
        let number: UInt32
    }

    private var connections: Set<Int> = []
    private var sessions: Set<Session> = []
    private var verified = 0
    private var unverified = 0
    private var closed: [Closed: Group] = [:]
    private var sources: [[UInt8]: Int] = [:]

    /// The most sessions, reasons and keys that are told apart. A capture may claim any number.
    private static let limit = 65_536
    private static let (reasonLimit, sourceLimit) = (6, 3)

    /// Whether there was no record, or one that stayed closed.
    var hasClosed: Bool { !closed.isEmpty }
    var hasRecords: Bool { verified + unverified > 0 || hasClosed }

    mutating func add(
        _ facts: FrameFacts, _ reason: ClosedReason?, source: [UInt8]?, packet: UInt64,
        of connection: DissectedConnection
    ) {
        let session = Session(
            connection: connection.number, number: connection.earlierSessions &+ facts.session)
        if sessions.count < Self.limit { sessions.insert(session) }
        if connections.count < Self.limit { connections.insert(connection.number) }
        guard let reason else {
            if facts.status == .verified { verified += 1 } else { unverified += 1 }
            if let source, sources.count < Self.limit || sources[source] != nil { sources[source, default: 0] += 1 }
            return
        }
        let key = Closed(suite: facts.suite.map { "\($0.name)" } ?? "unknown suite", reason: reason)
        guard closed.count < Self.limit || closed[key] != nil else { return }
        closed[key, default: Group(firstFrame: packet)].records += 1
        if closed[key]!.sessions.count < Self.limit { closed[key]!.sessions.insert(session) }
    }

    /// The explanation, a line each.
    func lines(of path: String) -> [String] {
        let records = verified + unverified + closed.values.reduce(0) { $0 + $1.records }
        guard records > 0 else {
            return ["\(path): no record of Fernwire. It may be another protocol, or its sessions have no records."]
        }
        var lines = [
            "\(path): \(counted(records, "record")) in \(counted(sessions.count, "session")) over "
                + "\(counted(connections.count, "TCP connection"))"
        ]
        if verified > 0 { lines.append("  \(verified) opened, and every check passed") }
        if unverified > 0 { lines.append("  \(unverified) shown, but the suite or the keys leave something unchecked") }
        let used = sources.sorted { ($1.value, $0.key.count) < ($0.value, $1.key.count) }
        for (source, count) in used.prefix(Self.sourceLimit) {
            lines.append("    \(count) with \(String(decoding: source, as: UTF8.self))")
        }
        let groups = closed.sorted { ($1.value.records, $0.value.firstFrame) < ($0.value.records, $1.value.firstFrame) }
        for (key, group) in groups.prefix(Self.reasonLimit) {
            lines.append(
                "  \(group.records) closed, \(key.suite), \(counted(group.sessions.count, "session")), "
                    + "first in frame \(group.firstFrame): \(key.reason)")
        }
        if groups.count > Self.reasonLimit {
            let rest = groups.dropFirst(Self.reasonLimit).reduce(0) { $0 + $1.value.records }
            lines.append("  \(rest) closed for \(groups.count - Self.reasonLimit) more reasons")
        }
        var advice: [String] = []
        for (key, _) in groups {
            if let text = key.reason.advice, !advice.contains(text) { advice.append(text) }
        }
        return lines + advice.prefix(3).map { "  To do: \($0)" }
    }

    private func counted(_ count: Int, _ what: String) -> String { "\(count) \(what)\(count == 1 ? "" : "s")" }
}
