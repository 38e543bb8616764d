// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import NIOCore
import Testing

@testable import FernwireNIO

/// Who waits for a session: its user, for its events and for the turn of commands.
@Suite(.timeLimit(.minutes(1))) struct WaitingTests {
    @Test("Events that nobody has asked for yet are kept, beyond the end too") func keptEvents() async {
        let events = await withUnsafeContinuation { (consumer: EventInbox.Consumer) in
            let inbox = EventInbox()
            inbox.add([.peerEnded])
            inbox.add([.closed])
            inbox.finish()
            inbox.give(to: consumer)
        }
        #expect(events?.count == 2)
    }

    @Test("Who asks for events after the end learns at once that there are none") func eventsAfterTheEnd() async {
        let events = await withUnsafeContinuation { (consumer: EventInbox.Consumer) in
            let inbox = EventInbox()
            inbox.finish()
            inbox.give(to: consumer)
            // Whoever waited all the same would get it.
            inbox.add([.closed])
        }
        let hasNone = events == nil
        #expect(hasNone)
    }

    @Test("Who has a command for a connection that is closed learns that at once") func closedGate() async {
        await #expect(throws: ChannelError.ioOnClosedChannel) {
            try await withCheckedThrowingContinuation { (waiter: CommandGate.Waiter) in
                let gate = CommandGate()
                gate.close()
                _ = gate.wait(waiter)
                // Whoever waited all the same would go on.
                gate.open()
            }
        }
    }
}
