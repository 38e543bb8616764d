// SPDX-License-Identifier: Apache-2.0
import FernwireWire

/// The lines of key logs, found by session, direction and epoch.
struct KeyLogLines {
    private struct Session {
        /// The name of the suite in the first line about the session.
        let suite: String
        /// The lines about each direction and epoch.
        var lines: [UInt64: [Placed<KeyLogEntry>]] = [:]
    }

    private var sessions: [UInt64: Session] = [:]
    private(set) var count = 0

    /// The number of lines that are kept about one direction and epoch of a session. A session has two at most, and its
    /// id is random.
    static let limit = 16

    private static func place(_ direction: Direction, _ epoch: UInt32) -> UInt64 {
        UInt64(direction.rawValue) << 32 | UInt64(epoch)
    }

    /// Adds a line.
    ///
    /// - Returns: whether the line says what no line before it said.
    mutating func add(_ line: Placed<KeyLogEntry>) -> Bool {
        let (id, place) = (line.key.sessionID, Self.place(line.key.direction, line.key.epoch))
        let known = sessions[id]?.lines[place] ?? []
        guard known.count < Self.limit, !known.contains(where: { $0.key.saysTheSame(as: line.key) }) else {
            return false
        }
        sessions[id, default: Session(suite: line.key.suite)].lines[place, default: []].append(line)
        count += 1
        return true
    }

    /// Adds all lines of `other`, and returns whether any of them is new.
    mutating func add(_ other: KeyLogLines) -> Bool {
        var isNew = false
        for session in other.sessions.values {
            for line in session.lines.values.joined() where add(line) { isNew = true }
        }
        return isNew
    }

    func suite(_ sessionID: UInt64) -> String? { sessions[sessionID]?.suite }

    /// Returns all lines about a session, ordered by direction and epoch.
    func all(_ sessionID: UInt64) -> [KeyLogEntry] {
        let lines = sessions[sessionID]?.lines ?? [:]
        return lines.keys.sorted().flatMap { lines[$0] ?? [] }.map(\.key)
    }

    func lines(_ sessionID: UInt64, _ direction: Direction, epoch: UInt32) -> [Placed<KeyLogEntry>] {
        sessions[sessionID]?.lines[Self.place(direction, epoch)] ?? []
    }
}

extension KeyLogEntry {
    fileprivate func saysTheSame(as other: KeyLogEntry) -> Bool {
        let (secret, otherSecret) = (secret, other.secret)
        return label == other.label && suite == other.suite && clientRandom == other.clientRandom
            && secret.bytes.isEqual(to: otherSecret.bytes)
    }
}
