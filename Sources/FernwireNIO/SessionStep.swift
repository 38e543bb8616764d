// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import FernwireWire
import NIOCore

/// One thing that happens to a session, in the order in which it came.
enum SessionStep: Sendable {
    /// Bytes from the peer.
    case bytes(ByteBuffer)
    /// The next of the frames that came, which may take operations with keys.
    case frame
    case command(SessionRequest, EventLoopPromise<Void>?)
    /// The session comes to its end: in order if it can, with an alert if not.
    case shutDown
    /// The deadline of the handshake.
    case handshakeDeadline
    case abort(AlertCode)
    /// The peer sends no more bytes.
    case inputClosed

    /// Whether the step may take operations with keys, if the session is at a place where they are due.
    var mayUseKeys: Bool {
        switch self {
        case .frame, .command, .shutDown, .abort: true
        case .bytes, .handshakeDeadline, .inputClosed: false
        }
    }
}

/// A session that is used by one thread at a time: by its event loop, or, while that waits, by a thread for operations
/// with keys.
final class SessionBox: @unchecked Sendable {
    // SessionHandler does not touch it while it works elsewhere.
    var session: Session

    init(_ configuration: SessionConfiguration) {
        session = Session(configuration)
    }

    /// - Returns: why a command was not carried out.
    func perform(_ step: SessionStep) -> (any Error)? {
        switch step {
        case .bytes(let buffer): buffer.withUnsafeReadableBytes { session.receiveBriefly($0.bytes) }
        case .frame: _ = session.receiveFrame()
        case .command(let request, _):
            do throws(Session.SendError) {
                if let id = try session.perform(request.command) { request.whenNumbered?(id) }
            } catch {
                return error
            }
        case .shutDown:
            guard session.isEstablished else {
                session.abort(.goingAway)
                break
            }
            // It fails when this side has ended already, which is as well.
            try? session.end()
        case .handshakeDeadline: if !session.isEstablished { session.abort(.timedOut) }
        case .abort(let alert): session.abort(alert)
        case .inputClosed: session.connectionEnded()
        }
        return nil
    }
}
