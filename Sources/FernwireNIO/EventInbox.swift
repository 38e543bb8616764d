// SPDX-License-Identifier: Apache-2.0
import FernwireSession

/// The events of a session on the way to its one consumer. It is used on the session's event loop alone.
final class EventInbox {
    /// Takes the next events, or `nil` when there will be no more.
    typealias Consumer = UnsafeContinuation<[SessionEvent]?, Never>

    private var events: [SessionEvent] = []
    private var consumer: Consumer?
    private var isFinished = false

    /// Whether events wait for the consumer, so that no more bytes should be read.
    var isFull: Bool { !events.isEmpty }

    func add(_ new: [SessionEvent]) {
        if let consumer = consumer.take() {
            consumer.resume(returning: new)
        } else if !isFinished {
            events += new
        }
    }

    /// Hands the next events to `consumer`, as soon as there are some.
    func give(to consumer: Consumer) {
        if !events.isEmpty {
            consumer.resume(returning: events)
            events = []
        } else if isFinished {
            consumer.resume(returning: nil)
        } else {
            precondition(self.consumer == nil, "the events of a session have one consumer")
            self.consumer = consumer
        }
    }

    /// Takes note that there will be no more events.
    func finish() {
        isFinished = true
        consumer.take()?.resume(returning: nil)
    }
}
