// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

// The handshake, up to the records. PROTOCOL.md §3.
extension Session {
    mutating func sendClientHello() {
        let usable = configuration.usableSuites
        var ids: [[UInt8]] = []
        for id in configuration.credentials.presharedKeys.map(\.id) where !id.isEmpty && !ids.contains(id) {
            ids.append(id)
        }
        let random = Random.bytes(count: 1 + GREASE.extensionRandomness)
        let unknown = SuiteID(rawValue: GREASE.value(choosing: random[0]))
        let hello = ClientHello(
            random: Random.bytes(count: Wire.randomLength), suites: [unknown] + usable.map { $0.id }, keyIDs: ids,
            extensions: [Extension(greaseChoosing: Array(random[1...]))])
        send(.clientHello, hello.encoded())
        state = .awaitingHello
    }

    mutating func receiveHandshake(_ header: FrameHeader, _ frame: [UInt8]) throws(SessionError) {
        let payload = Array(frame[Wire.headerLength...])
        switch state {
        case .awaitingHello:
            if role == .fromServer {
                try receiveClientHello(header, frame, payload)
            } else {
                try receiveServerHello(header, frame, payload)
            }
        case .flights(var handshake, let next):
            let content = try opened(frame, payload, flight: next, handshake)
            facts.note(header, frame)
            try handshake.exchange.read(flight: next, content, facts)
            try advance(handshake, next: next + 1)
        case .awaitingFinished(let handshake):
            try receiveFinished(payload, handshake)
            facts.note(header, frame)
            try established(handshake)
        case .idle, .open, .over:
            throw SessionError(.unexpectedMessage)
        }
    }

    private mutating func receiveClientHello(
        _ header: FrameHeader, _ frame: [UInt8], _ payload: [UInt8]
    ) throws(SessionError) {
        let hello: ClientHello
        do { hello = try ClientHello(decoding: payload.rawSpan) } catch { throw SessionError(error) }
        let usable = configuration.usableSuites
        let common = hello.suites.lazy.compactMap { id in usable.first { $0.id == id } }.first
        guard let suite = common else { throw SessionError(.noCommonSuite) }
        let keyID = try suite.selectKeyID(hello, configuration.credentials)
        facts.note(header, frame)
        facts.sessionID = Random.nonzeroUInt64()
        let answer = ServerHello(random: Random.bytes(count: Wire.randomLength), suite: suite.id, keyID: keyID)
        send(.serverHello, answer.encoded())
        try begin(suite)
    }

    private mutating func receiveServerHello(
        _ header: FrameHeader, _ frame: [UInt8], _ payload: [UInt8]
    ) throws(SessionError) {
        let hello: ServerHello
        do { hello = try ServerHello(decoding: payload.rawSpan) } catch { throw SessionError(error) }
        let offered = facts.clientHello
        guard let suite = configuration.usableSuites.first(where: { $0.id == hello.suite }),
            hello.keyID.isEmpty || offered?.keyIDs.contains(hello.keyID) == true,
            // None is defined yet that a server could answer.
            hello.extensions.isEmpty
        else { throw SessionError(.illegalParameter) }
        facts.note(header, frame)
        try begin(suite)
    }

    private mutating func begin(_ suite: any CipherSuite.Type) throws(SessionError) {
        guard let schedule = facts.schedule else { throw SessionError(.internalError) }
        let exchange = suite.makeExchange(by: role, with: configuration.credentials)
        try advance(Handshake(suite: suite, exchange: exchange, schedule: schedule), next: 0)
    }

    /// Sends our flights up to the peer's next message.
    private mutating func advance(_ handshake: Handshake, next: Int) throws(SessionError) {
        var (handshake, next) = (handshake, next)
        let flights = handshake.suite.flights
        while next < flights.count, flights[next].sender == role {
            let payload = try handshake.exchange.write(flight: next, facts)
            try send(flight: next, payload, handshake)
            next += 1
        }
        if next < flights.count {
            state = .flights(handshake, next: next)
            return
        }
        if role == .fromClient { try sendFinished(handshake) }
        state = .awaitingFinished(handshake)
    }

    private mutating func send(flight index: Int, _ payload: [UInt8], _ handshake: Handshake) throws(SessionError) {
        let flight = handshake.suite.flights[index]
        guard flight.isProtected else { return send(flight.type, payload) }
        let protection = try protection(flight: index, handshake, role)
        let header = FrameHeader(
            flight.type, from: role, isProtected: true, sessionID: facts.sessionID, sequence: sent,
            length: protection.payloadLength(plaintext: payload.count))
        var frame = header.encoded()
        protection.seal(payload, timestamp: configuration.clock(), onto: &frame)
        send(header, frame)
    }

    /// The payload of the peer's flight without its protection.
    private mutating func opened(
        _ frame: [UInt8], _ payload: [UInt8], flight index: Int, _ handshake: Handshake
    ) throws(SessionError) -> [UInt8] {
        guard handshake.suite.flights[index].isProtected else { return payload }
        let protection = try protection(flight: index, handshake, role.opposite)
        var content: [UInt8] = []
        do { _ = try protection.unseal(frame.rawSpan, into: &content) } catch { throw SessionError(.badRecord) }
        return Array(content[handshake.suite.prefixLayout.fixedLength...])
    }

    /// Protection of a flight in epoch 0. The first time its keys go into the key log.
    private mutating func protection(
        flight index: Int, _ handshake: Handshake, _ direction: Direction
    ) throws(SessionError) -> RecordProtection {
        let suite = handshake.suite
        if index == suite.flights.firstIndex(where: \.isProtected) {
            let entries = Direction.allCases.flatMap {
                facts.keyLog(suite, handshake.exchange.handshakeKeys($0, facts), $0, epoch: 0)
            }
            emit(.keys(entries))
        }
        guard let protection = suite.protection(handshake.exchange.handshakeKeys(direction, facts)) else {
            throw SessionError(.internalError)
        }
        return protection
    }

    private mutating func sendFinished(_ handshake: Handshake) throws(SessionError) {
        guard let hash = facts.transcriptHash(before: role, handshake.suite.flights) else {
            throw SessionError(.internalError)
        }
        let data = handshake.exchange.verifyData(role, facts, transcriptHash: hash)
        send(.finished, Finished(verifyData: data).encoded())
    }

    private func receiveFinished(_ payload: [UInt8], _ handshake: Handshake) throws(SessionError) {
        guard let hash = facts.transcriptHash(before: role.opposite, handshake.suite.flights) else {
            throw SessionError(.internalError)
        }
        let isGenuine = handshake.exchange.verify(
            payload, role.opposite, facts, transcriptHash: hash)
        guard isGenuine else { throw SessionError(.handshakeFailed) }
    }

    /// The peer's finished was verified.
    private mutating func established(_ handshake: Handshake) throws(SessionError) {
        let records = RecordLayer(
            handshake.suite, handshake.exchange, handshake.schedule, facts, configuration)
        let halves = role == .fromClient ? [records.sending, records.receiving] : [records.receiving, records.sending]
        emit(.keys(halves.flatMap { records.keyLog($0) }))
        if role == .fromServer { try sendFinished(handshake) }
        emit(
            .established(
                suite: handshake.suite.name.description, sessionID: facts.sessionID, peer: records.peerIdentity))
        state = .open(records)
    }
}
