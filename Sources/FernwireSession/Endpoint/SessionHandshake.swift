// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

extension Session.ClientOffer {
    /// Makes a fresh hello that offers all that `configuration` can speak. PROTOCOL.md §3.1.
    init(_ configuration: SessionConfiguration) {
        var ids: [[UInt8]] = []
        for id in configuration.credentials.presharedKeys.map(\.id) where !id.isEmpty && !ids.contains(id) {
            ids.append(id)
        }
        let random = Random.bytes(count: 1 + GREASE.extensionRandomness)
        let unknown = SuiteID(rawValue: GREASE.value(choosing: random[0]))
        hello = ClientHello(
            random: Random.bytes(count: Wire.randomLength),
            suites: [unknown] + configuration.usableSuites.map { $0.id }, keyIDs: ids,
            extensions: [Extension(greaseChoosing: Array(random[1...]))])
        let payload = hello.encoded()
        let header = FrameHeader(
            .clientHello, from: .fromClient, sessionID: 0, sequence: 0, length: payload.count)
        frame = header.encoded() + payload
    }
}

// The handshake, up to the records. PROTOCOL.md §3.
extension Session {
    // MARK: Hellos

    mutating func receiveClientHello(_ frame: [UInt8]) throws(SessionError) {
        let hello = try ClientHello(received: frame.rawSpan.extracting(Wire.headerLength..<frame.count))
        let usable = configuration.usable
        let common = hello.suites.lazy.compactMap { id in usable.first { $0.suite.id == id } }.first
        guard let chosen = common else { throw SessionError(.noCommonSuite) }
        let keyID = try chosen.selectKeyID(hello)
        sessionID = Random.nonzeroUInt64()
        let answer = ServerHello(
            random: Random.bytes(count: Wire.randomLength), suite: chosen.suite.id, keyID: keyID)
        let sent = send(.serverHello, answer.encoded())
        try begin(chosen, Transcript(KeySchedule(hello, answer), hellos: [frame, sent]))
    }

    mutating func receiveServerHello(
        _ frame: [UInt8], header: FrameHeader, offer: ClientOffer
    ) throws(SessionError) {
        let hello = try ServerHello(received: frame.rawSpan.extracting(Wire.headerLength..<frame.count))
        guard let chosen = configuration.usable.first(where: { $0.suite.id == hello.suite }),
            hello.keyID.isEmpty || offer.hello.keyIDs.contains(hello.keyID),
            // None is defined yet that a server could answer.
            hello.extensions.isEmpty
        else { throw SessionError(.illegalParameter) }
        sessionID = header.sessionID
        try begin(chosen, Transcript(KeySchedule(offer.hello, hello), hellos: [offer.frame, frame]))
    }

    private mutating func begin(_ chosen: UsableSuite, _ transcript: Transcript) throws(SessionError) {
        suite = chosen.suite
        try proceed(chosen.start(transcript), chosen.suite, transcript: transcript, next: 0)
    }

    // MARK: Flights

    /// Takes our steps up to the peer's next message.
    ///
    /// - Parameter next: the number of the suite's flight that the first step is.
    private mutating func proceed(
        _ first: ExchangeStep, _ suite: CipherSuite, transcript: Transcript, next: Int
    ) throws(SessionError) {
        var (step, transcript, next) = (first, transcript, next)
        while true {
            switch step {
            case .send(let content, let keys, let sent):
                if let keys, Self.isFirstProtected(next, of: suite) { log(keys, of: suite, transcript) }
                transcript.append(send(suite.flights[next].type, content, under: keys))
                step = try sent(transcript)
                next += 1
            case .receive(let keys, let received):
                state = .flights(
                    Flights(suite: suite, transcript: transcript, next: next, keys: keys, received: received))
                return
            case .agreed(let agreement):
                if role == .fromClient { transcript.append(sendFinished(agreement, at: transcript.now)) }
                state = .awaitingFinished(Finishing(suite: suite, transcript: transcript, agreement: agreement))
                return
            }
        }
    }

    /// Sends a flight, and returns its frame.
    private mutating func send(_ type: MessageType, _ content: [UInt8], under keys: FlightKeys?) -> [UInt8] {
        guard let protection = keys?[role].protection else { return send(type, content) }
        let header = FrameHeader(
            type, from: role, isProtected: true, sessionID: sessionID, sequence: sent,
            length: protection.payloadLength(plaintext: content.count))
        var frame = header.encoded()
        protection.seal(content, header: header, timestamp: configuration.clock(), onto: &frame)
        send(frame)
        return frame
    }

    mutating func receiveFlight(
        _ frame: [UInt8], header: FrameHeader, _ flights: Flights
    ) throws(SessionError) {
        let suite = flights.suite
        var transcript = flights.transcript
        if let keys = flights.keys, Self.isFirstProtected(flights.next, of: suite) { log(keys, of: suite, transcript) }
        let content = try opened(frame, header: header, under: flights.keys, of: suite)
        transcript.append(frame)
        try proceed(
            flights.received(content, transcript), suite, transcript: transcript, next: flights.next + 1)
    }

    /// Returns the payload of the peer's flight without its protection.
    ///
    /// - Throws: `bad_record` for a flight that does not open.
    private func opened(
        _ frame: [UInt8], header: FrameHeader, under keys: FlightKeys?, of suite: CipherSuite
    ) throws(SessionError) -> [UInt8] {
        guard let protection = keys?[role.opposite].protection else { return Array(frame[Wire.headerLength...]) }
        var content: [UInt8] = []
        do { _ = try protection.unseal(frame.rawSpan, header: header, appendingTo: &content) } catch {
            throw SessionError(.badRecord, .record(error))
        }
        return Array(content[suite.prefixLength...])
    }

    private static func isFirstProtected(_ flight: Int, of suite: CipherSuite) -> Bool {
        flight == suite.flights.firstIndex(where: \.isProtected)
    }

    /// Puts the keys of epoch 0 into the key log.
    private mutating func log(_ keys: FlightKeys, of suite: CipherSuite, _ transcript: Transcript) {
        let entries = Direction.allCases.flatMap {
            transcript.schedule.keyLog(keys[$0].keys, of: suite, sessionID: sessionID, direction: $0, epoch: 0)
        }
        emit(.keys(entries))
    }

    // MARK: Finished

    /// Sends our finished, and returns its frame.
    private mutating func sendFinished(_ agreement: Agreement, at point: TranscriptPoint) -> [UInt8] {
        let data = agreement.finished.verifyData(of: role, at: point)
        return send(.finished, Finished(verifyData: data).encoded())
    }

    mutating func receiveFinished(_ frame: [UInt8], _ finishing: Finishing) throws(SessionError) {
        let agreement = finishing.agreement
        var transcript = finishing.transcript
        let point = transcript.now
        let isGenuine = agreement.finished.verify(
            Array(frame[Wire.headerLength...]), of: role.opposite, at: point)
        guard isGenuine else { throw SessionError(.handshakeFailed, .proof(.finished)) }
        transcript.append(frame)
        // The keys of records follow from the transcript before the server's finished, which is the last message.
        let last = role == .fromClient ? point : transcript.now
        let records = RecordLayer(
            finishing.suite, agreement, at: last, sessionID: sessionID, configuration: configuration)
        let halves = role == .fromClient ? [records.sending, records.receiving] : [records.receiving, records.sending]
        emit(.keys(halves.flatMap { records.keyLog($0) }))
        if role == .fromServer { _ = sendFinished(agreement, at: last) }
        emit(
            .established(suite: finishing.suite.name.description, sessionID: sessionID, peer: agreement.peer))
        state = .open(records)
    }
}
