// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession
import FernwireWire
import TestSupport

/// Both endpoints of a suite, joined flight by flight without a session. A flight's payload stands for its frame.
struct ExchangeRun {
    let suite: CipherSuite
    private(set) var transcript: Transcript
    /// By direction: the step that the side is at; `nil` where it cannot speak the suite.
    private(set) var steps: [ExchangeStep?]

    init(_ suite: CipherSuite, _ credentials: Credentials = Sample.credentials) {
        let hellos = Transcript(KeySchedule(suite: suite.id, clientRandom: [], serverRandom: []), hellos: [])
        self.suite = suite
        transcript = hellos
        steps = Direction.allCases.map { side in
            suite.endpoint.start(as: side, with: credentials).map { $0(hellos) }
        }
    }

    /// What the sides say of the next flight: whether its sender sends and its receiver waits, both with keys where it is
    /// protected.
    func agrees(with flight: Flight) -> Bool {
        guard case .send(_, let own, _) = steps[Int(flight.sender.rawValue)],
            case .receive(let peers, _) = steps[Int(flight.sender.opposite.rawValue)]
        else { return false }
        return (own != nil) == flight.isProtected && (peers != nil) == flight.isProtected
    }

    /// Carries a flight from its sender to its receiver.
    ///
    /// - Parameter payload: what comes in the place of the genuine payload.
    /// - Throws: the alert with which the receiver refuses it.
    mutating func carry(_ flight: Flight, replacing payload: [UInt8]? = nil) throws(SessionError) {
        let (sender, receiver) = (Int(flight.sender.rawValue), Int(flight.sender.opposite.rawValue))
        guard case .send(let genuine, _, let sent) = steps[sender], case .receive(_, let received) = steps[receiver]
        else { throw SessionError(.unexpectedMessage) }
        transcript.append(payload ?? genuine)
        steps[receiver] = try received(payload ?? genuine, transcript)
        if payload == nil { steps[sender] = try sent(transcript) }
    }

    /// By direction: what the sides agreed on, once all flights were carried.
    var agreements: [Agreement] {
        steps.compactMap { if case .agreed(let agreement) = $0 { agreement } else { nil } }
    }
}
