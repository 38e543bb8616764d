// SPDX-License-Identifier: Apache-2.0
import FernwireWire

// The states of a session. Each is made of the one before it, and holds what exists by then.
extension Session {
    enum State {
        /// A client that said hello.
        case awaitingServerHello(ClientOffer)
        case awaitingClientHello
        case flights(Flights)
        case awaitingFinished(Finishing)
        case open(RecordLayer)
        case over
    }

    /// A client's hello, and its frame.
    struct ClientOffer {
        let hello: ClientHello
        let frame: [UInt8]
    }

    /// The hellos chose a suite, and the peer has a flight to send.
    struct Flights {
        let suite: CipherSuite
        let transcript: Transcript
        /// Which of the suite's flights is next.
        let next: Int
        /// The keys that the flight is under, where it is protected.
        let keys: FlightKeys?
        let received: ExchangeStep.Received
    }

    /// The flights are exchanged, and the peer has its finished to send.
    struct Finishing {
        let suite: CipherSuite
        let transcript: Transcript
        let agreement: Agreement
    }
}
