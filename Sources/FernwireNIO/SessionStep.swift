// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import FernwireWire
import NIOCore

/// One thing that happens to a session. Steps are in the order in which they came.
enum SessionStep: Sendable {
    /// The peer sent bytes.
    case bytes(ByteBuffer)
    /// The next of the frames that arrived is due; it may take long operations with keys.
    case frame
    case command(SessionCommand, whenNumbered: (@Sendable (UInt64) -> Void)?)
    /// The session comes to its end: in order if it can, with an alert if not.
    case shutDown
    /// The deadline of the handshake has passed.
    case handshakeDeadline
    case abort(AlertCode, SessionLimit?)
    /// The peer sends no more bytes.
    case inputClosed

    /// Whether the step may take long operations with keys, if the session is at a place where they are due.
    var mayUseKeys: Bool {
        switch self {
        case .frame, .command, .shutDown, .abort: true
        case .bytes, .handshakeDeadline, .inputClosed: false
        }
    }
}

/// A session that one thread uses at a time: its event loop or, while that waits, a thread for long operations.
final class SessionBox: @unchecked Sendable {
    // SessionHandler does not touch the session while it is used elsewhere.
    var session: Session

    init(_ configuration: SessionConfiguration) {
        session = Session(configuration)
    }

    /// Takes a step.
    ///
    /// - Returns: why a command was not carried out; `nil` for no error.
    func perform(_ step: SessionStep) -> (any Error)? {
        switch step {
        case .bytes(let buffer): buffer.withUnsafeReadableBytes { session.receiveBriefly($0.bytes) }
        case .frame: _ = session.receiveFrame()
        case .command(let command, let whenNumbered):
            do throws(Session.SendError) {
                if let id = try session.perform(command) { whenNumbered?(id) }
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
        case .handshakeDeadline: if !session.isEstablished { session.abort(.timedOut, .handshakeTime) }
        case .abort(let alert, let limit): session.abort(alert, limit)
        case .inputClosed: session.connectionEnded()
        }
        return nil
    }
}
