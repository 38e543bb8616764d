// SPDX-License-Identifier: Apache-2.0
public import FernwireSession
import NIOCore

/// The events of a session in order, as many at a time as came about together. They have one consumer.
public struct SessionEvents: AsyncSequence, Sendable {
    let handler: NIOLoopBound<SessionHandler>
    let loop: any EventLoop

    public struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let events: SessionEvents

        /// Returns the next events; `nil` at the end of the connection, or when the task was cancelled.
        public mutating func next() async -> [SessionEvent]? {
            let (handler, loop) = (events.handler, events.loop)
            return await withUnsafeContinuation { consumer in
                if loop.inEventLoop {
                    handler.value.giveEvents(to: consumer)
                } else {
                    loop.execute { handler.value.giveEvents(to: consumer) }
                }
            }
        }
    }

    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(events: self)
    }
}
