// SPDX-License-Identifier: Apache-2.0
import FernwireWire

// The checks of a frame's header, which come before its payload is looked at.
extension Session {
    /// Checks the header in the order of PROTOCOL.md §2, receiving. The reader has judged magic, version and length
    /// before.
    ///
    /// - Throws: the alert that refuses the header.
    mutating func check(_ header: FrameHeader) throws(SessionError) {
        guard header.flags & ~FrameHeader.protectedFlag == 0 else { throw SessionError(.malformed) }
        guard header.direction == role.opposite.rawValue else { throw SessionError(.reflected) }
        try checkSessionID(header)
        guard header.sequence == received else {
            throw SessionError(.wrongSequence, .sequence(received: header.sequence, due: received))
        }
        let expected = expectedFrame
        let isExpected = header.type == expected.type.rawValue && header.isProtected == expected.isProtected
        let isAlert = header.isAlert && !header.isProtected
        guard isExpected || isAlert else { throw SessionError(.unexpectedMessage) }
        guard header.epoch == (isAlert ? 0 : expected.epoch) else { throw SessionError(.wrongEpoch) }
    }

    private mutating func checkSessionID(_ header: FrameHeader) throws(SessionError) {
        let isServerHello = header.type == MessageType.serverHello.rawValue
        if case .awaitingServerHello = state, isServerHello {
            guard header.sessionID != 0 else { throw SessionError(.wrongSession) }
            return
        }
        // A client that gave up before it read the server hello does not know the id.
        let mayNotKnow = header.isAlert && header.sessionID == 0 && !peerUsedSessionID
        guard header.sessionID == sessionID || mayNotKnow else { throw SessionError(.wrongSession) }
        peerUsedSessionID = peerUsedSessionID || header.sessionID != 0
    }

    private var expectedFrame: (type: MessageType, isProtected: Bool, epoch: UInt32) {
        switch state {
        case .over: (.alert, false, 0)
        case .awaitingServerHello: (.serverHello, false, 0)
        case .awaitingClientHello: (.clientHello, false, 0)
        case .flights(let flights): (flights.suite.flights[flights.next].type, flights.keys != nil, 0)
        case .awaitingFinished: (.finished, false, 0)
        case .open(let records): (.record, records.suite.setsProtectedFlag, records.receiving.epoch)
        }
    }
}
