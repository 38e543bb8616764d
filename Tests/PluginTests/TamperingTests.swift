// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import FernwireWire
import TestSupport
import Testing

/// A record that was changed on its way shows no plaintext and names the check that failed.
@Suite struct TamperingTests {
    let workbench: Workbench

    init() throws {
        workbench = try Workbench()
    }

    /// One connection for each byte of the question's record, with one bit of that byte flipped.
    private func flipped(_ session: SampleSession) throws -> (capture: CaptureFile, payloads: Int) {
        let frames = session.frames
        let index = try #require(frames.firstIndex { $0.bytes[5] == MessageType.record.rawValue })
        var capture = CaptureFile()
        for place in frames[index].bytes.indices {
            var connection = CaptureFile(clientPort: UInt16(10_000 + place))
            connection.open()
            for frame in frames[..<index] { connection.segment(frame.direction, frame.bytes) }
            var record = frames[index].bytes
            record[place] ^= 1 << UInt8(place % 8)
            connection.segment(.fromClient, record)
            capture.append(connection)
        }
        return (capture, frames[index].bytes.count - Wire.headerLength)
    }

    @Test(
        "A bit flipped in any byte of a record shows no plaintext, and one in the payload fails the check",
        arguments: [CipherSuite.fernetPSK.name.description, CipherSuite.rsaFernetHMAC.name.description])
    func eachByteOfARecord(_ name: String) async throws {
        let suite = try #require(SuiteRegistry.standard.suite(named: name))
        let session = try SampleSession(suite)
        let (capture, payloadLength) = try flipped(session)
        let path = try workbench.file("flipped.pcap", capture)
        let keys = try workbench.file("keys", name == "fernet-psk" ? Sample.fernetKeyFile : Sample.rsaKeyFile)
        let text = try await workbench.tshark(path, keyFile: keys, ["-V", "-x"])
        #expect(!text.contains(SampleSession.marker))
        #expect(!text.contains("MAC status: verified"))
        let failed = try await workbench.fields(
            ["tcp.srcport"], path, keyFile: keys, filter: "fernwire.record.mac_status == \"failed\"")
        let ports = Set(failed.compactMap { Int($0[0]) })
        let payload = 10_000 + Wire.headerLength..<10_000 + Wire.headerLength + payloadLength
        #expect(ports.isSuperset(of: payload))
        // Epoch and sequence: in the clear, and guarded all the same.
        #expect(ports.isSuperset(of: 10_000 + 8..<10_000 + 12))
        #expect(ports.isSuperset(of: 10_000 + 20..<10_000 + 28))
        let strangers = try await workbench.fields(
            ["tcp.srcport"], path, keyFile: keys, filter: "fernwire.expert.other_session")
        #expect(Set(strangers.compactMap { Int($0[0]) }) == Set(10_000 + 12..<10_000 + 20))
        let note = name == "fernet-psk" ? "header_copy_failed" : "record_mac_failed"
        let noted = try await workbench.fields(
            ["tcp.srcport"], path, keyFile: keys, filter: "fernwire.expert.\(note)")
        #expect(Set(noted.compactMap { Int($0[0]) }).isSuperset(of: 10_000 + 20..<10_000 + 28))
    }

    /// The lesson: the dissector shows what the receiver reads, and says that nobody can vouch for it.
    @Test("A record changed by its IV shows the changed text, and expert info says not authenticated")
    func aFlippedBitOfTheIVIsShownAsNotAuthenticated() async throws {
        let session = try SampleSession(.aes128CBCPSKNoMAC)
        var frames = session.frames
        let index = try #require(frames.firstIndex { $0.bytes[5] == MessageType.record.rawValue })
        frames[index].bytes[Wire.headerLength] ^= 2
        var capture = CaptureFile()
        capture.open()
        for frame in frames[...index] { capture.segment(frame.direction, frame.bytes) }
        let path = try workbench.file("jello.pcap", capture)
        let keys = try workbench.file("keys", Sample.aes128KeyFile)
        let rows = try await workbench.fields(
            ["fernwire.record.plaintext"], path, keyFile: keys, filter: "fernwire.expert.not_authenticated")
        #expect(rows == [["J" + SampleSession.question.dropFirst()]])
    }

    @Test("A changed server random makes both finished messages fail")
    func aChangedHandshakeShowsAtFinished() async throws {
        let session = try SampleSession(.rsaFernetHMAC)
        var frames = session.frames
        // A bit of the server's random.
        frames[1].bytes[Wire.headerLength] ^= 1
        var capture = CaptureFile()
        capture.open()
        for frame in frames { capture.segment(frame.direction, frame.bytes) }
        let path = try workbench.file("handshake.pcap", capture)
        let keys = try workbench.file("keys", Sample.rsaKeyFile)
        let rows = try await workbench.fields(
            ["fernwire.finished.status"], path, keyFile: keys, filter: "fernwire.expert.finished_failed")
        #expect(rows == [["failed"], ["failed"]])
    }

    @Test(
        "A capture with 2 percent of its bytes changed is dissected to its end without a dissector bug",
        arguments: 1...12) func mutatedCaptures(_ seed: Int) async throws
    {
        let psk = try SampleSession(.fernetPSK)
        let rsa = try SampleSession(.rsaFernetHMAC)
        var capture = CaptureFile(psk.pair)
        var other = CaptureFile(clientPort: 50_001)
        other.open()
        for (direction, bytes) in rsa.pair.wire { other.segment(direction, bytes) }
        capture.append(other)
        let path = try workbench.file("session.pcap", capture)
        let keys = try workbench.file("keys", Sample.fernetKeyFile + [10] + Sample.rsaKeyFile)
        let mutated = workbench.folder + "/home/mutated-\(seed).pcap"
        let edited = try await workbench.run("editcap", ["-E", "0.02", "--seed", "\(seed)", path, mutated])
        #expect(edited.status.isSuccess, "\(edited.error)")
        for passes in [[], ["-2"]] {
            let text = try await workbench.tshark(
                mutated, keyFile: keys, passes + ["-V", "-x"],
                environment: [
                    "WIRESHARK_DEBUG_WMEM_OVERRIDE": "strict", "WIRESHARK_ABORT_ON_DISSECTOR_BUG": "1",
                ])
            #expect(text.contains("Frame \(capture.packetCount):"))
        }
    }

    /// TCP sends again what was lost; an attacker sends again what counted once.
    @Test("A TCP retransmission is no replay, and a record sent again is one")
    func aRetransmissionIsNoReplay() async throws {
        let session = try SampleSession(.fernetPSK)
        let key = try workbench.file("keys", Sample.fernetKeyFile)
        let place = try #require(session.pair.wire.firstIndex { $0.bytes[5] == MessageType.record.rawValue })
        for isReplay in [false, true] {
            var capture = CaptureFile()
            capture.open()
            for (index, (direction, bytes)) in session.pair.wire.enumerated() {
                capture.segment(direction, bytes)
                guard index == place else { continue }
                if isReplay { capture.segment(direction, bytes) } else { capture.retransmission(direction, bytes) }
            }
            let path = try workbench.file("again.pcap", capture)
            let rows = try await workbench.fields(
                ["frame.number"], path, keyFile: key, filter: "fernwire.expert.replayed")
            #expect(rows.count == (isReplay ? 1 : 0))
            let texts = try await workbench.fields(
                ["fernwire.record.plaintext"], path, keyFile: key, filter: "fernwire.record.plaintext")
            #expect(texts.count == (isReplay ? 3 : 2))
        }
    }

    @Test("A suite weaker than one the client offered raises an expert info, and the only one offered does not")
    func aSuiteWeakerThanTheClientOfferedIsPointedOut() async throws {
        func configuration(_ role: Direction, _ suites: [CipherSuite]) -> SessionConfiguration {
            .init(role: role, suites: suites, credentials: Sample.credentials, clock: SessionPair.clock)
        }
        for (offered, count) in [([.x25519Ed25519AES256GCM, .plaintext], 1), ([.plaintext], 0)]
            as [([CipherSuite], Int)]
        {
            let pair = SessionPair(
                client: configuration(.fromClient, offered), server: configuration(.fromServer, [.plaintext]))
            pair.run()
            let path = try workbench.file("downgrade.pcap", CaptureFile(pair))
            let rows = try await workbench.fields(
                ["fernwire.type", "frame.number"], path, filter: "fernwire.expert.weaker_suite")
            #expect(rows == (count == 1 ? [["2", "5"]] : []))
        }
    }
}
