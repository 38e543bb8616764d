// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import FernwireWire
import NIOCore

/// Tells an observer what becomes of one connection. It is used on the connection's event loop alone.
final class ConnectionReport {
    private let observer: any ConnectionObserver
    private(set) var subject: ConnectionSubject
    private let begin = ContinuousClock.now
    private var isEstablished = false
    private var state = State.open

    private enum State {
        case open
        case ended
        case failed(SessionFailure)
    }

    init(_ observer: any ConnectionObserver, role: Direction, peer: NetworkAddress) {
        self.observer = observer
        subject = ConnectionSubject(role: role, peer: peer)
    }

    /// Takes note that `channel` is connected.
    func opened(_ channel: any Channel) {
        subject.local = NetworkAddress(channel.localAddress)
        // A client was given a name, perhaps; the channel knows which address it stands for.
        subject.peer = NetworkAddress(channel.remoteAddress) ?? subject.peer
        observer.note(.opened, about: subject)
    }

    /// Takes note that TLS did not come about. The session, which never began, is truncated then.
    func notSecured(_ failure: TransportFailure) {
        state = .failed(.truncated)
        observer.note(.notSecured(failure), about: subject)
    }

    /// Takes note of events of `session`.
    func take(_ events: [SessionEvent], of session: borrowing Session) {
        for event in events {
            switch event {
            case .established(_, _, let peer):
                learn(from: session)
                isEstablished = true
                observer.note(.established(peer: peer, after: .now - begin), about: subject)
            case .closed: state = .ended
            case .failed(let failure):
                learn(from: session)
                fail(failure, sentAlert: session.sentAlert)
            case .keys, .message, .filePiece, .peerEnded: break
            }
        }
    }

    /// Takes note that the connection is closed. A session that has not ended by then is truncated.
    func closed() {
        if case .open = state { fail(.truncated, sentAlert: nil) }
        let failure: SessionFailure? = if case .failed(let failure) = state { failure } else { nil }
        observer.note(.closed(failure, after: .now - begin), about: subject)
    }

    private func learn(from session: borrowing Session) {
        subject.sessionID = session.sessionID == 0 ? nil : session.sessionID
        subject.suite = session.suite?.name.description
    }

    private func fail(_ failure: SessionFailure, sentAlert: AlertCode?) {
        guard case .open = state else { return }
        state = .failed(failure)
        observer.note(
            .failed(failure, wasEstablished: isEstablished, sentAlert: sentAlert), about: subject)
    }
}
