// SPDX-License-Identifier: Apache-2.0
import FernwireConsole
import FernwireNIO
import FernwireWire
import Glibc
import Synchronization

/// Writes the events of a program into a file for intrusion detection, a line each. docs/events.md says what is in them.
///
/// ### Invariants
/// - No address makes it grow by more than a bound for each second, and what was left out is counted. The bound is kept
///   for signs of attacks and for other events apart, so that the one kind does not hide the other.
final class EventLog: Sendable {
    private let writer: EventLine
    private let file: EventFile
    private let limits = Mutex(Limits())

    private struct Limits {
        var events = SourceLimit()
        var alerts = SourceLimit()
        /// Whether what was left out is going to be said.
        var isNoticeDue = false

        var hasLeftOut: Bool { events.hasLeftOut || alerts.hasLeftOut }
    }

    /// Opens the file, or makes it, which nobody but its owner may read; and anew after each SIGHUP.
    ///
    /// - Parameter role: the direction that this side sends.
    /// - Throws: ``CommandError`` when the file cannot be opened, or cannot be kept from others.
    init(path: String, role: Direction) throws(CommandError) {
        let writer = EventLine(role: role)
        self.writer = writer
        file = try EventFile(path: path) { lost in
            writer.line(.eventsLost(count: lost), about: nil, at: SystemTime.text)
        }
    }

    /// Takes note of an event. It may be called from anywhere, and does not wait for the file.
    ///
    /// - Parameter connection: the connection that the event is about; `nil` for none.
    func note(_ event: SecurityEvent, about connection: ConnectionSubject?) {
        guard isWithinLimits(event, about: connection) else { return }
        file.append(writer.line(event, about: connection, at: SystemTime.text))
    }

    /// Takes note of an event of a connection with a session.
    func note(_ event: SecurityEvent, about connection: SessionConnection) async {
        note(event, about: await connection.subject())
    }

    /// Says what was left out and not said yet, and writes what waits, for a bounded time.
    func close() {
        noteLeftOut(before: .max)
        file.close()
    }

    // MARK: What is left out

    private func isWithinLimits(_ event: SecurityEvent, about connection: ConnectionSubject?) -> Bool {
        // Events about no address are the log's own.
        guard let source = connection?.peer?.host else { return true }
        let now = Int(time(nil))
        let (isWithin, isNoticeNew) = limits.withLock { limits in
            let outcome =
                switch event.action.eventClass.kind {
                case .event: limits.events.count(about: source, at: now)
                case .alert: limits.alerts.count(about: source, at: now)
                }
            if case .written = outcome { return (true, false) }
            defer { limits.isNoticeDue = true }
            return (false, !limits.isNoticeDue)
        }
        if isNoticeNew { noteLeftOutSoon() }
        return isWithin
    }

    /// Says what was left out once the second is over, whether more comes or not.
    private func noteLeftOutSoon() {
        file.perform(after: .seconds(1)) { [weak self] in
            guard let self else { return }
            noteLeftOut(before: Int(time(nil)))
            let isMoreDue = limits.withLock { limits in
                limits.isNoticeDue = limits.hasLeftOut
                return limits.isNoticeDue
            }
            if isMoreDue { noteLeftOutSoon() }
        }
    }

    private func noteLeftOut(before second: Int) {
        let (events, alerts) = limits.withLock {
            ($0.events.takeLeftOut(before: second), $0.alerts.takeLeftOut(before: second))
        }
        for (kind, all) in [(EventClass.Kind.event, events), (.alert, alerts)] {
            for (source, count) in all {
                let subject = ConnectionSubject(
                    role: writer.role, peer: source.isEmpty ? nil : NetworkAddress(host: source, port: 0))
                file.append(
                    writer.line(.eventsLeftOut(count: count, kind: kind), about: subject, at: SystemTime.text))
            }
        }
    }
}

extension EventLog: ConnectionObserver {
    func note(_ fact: ConnectionFact, about connection: ConnectionSubject) {
        for event in fact.events { note(event, about: connection) }
    }
}
