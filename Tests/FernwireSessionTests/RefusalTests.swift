// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession
import FernwireWire
import TestSupport
import Testing

/// What PROTOCOL.md §12.2 says is refused before records are exchanged, with the alert that it names.
@Suite struct RefusalTests {
    /// The answer of a session to what it received.
    static func answer(_ session: inout Session) -> String {
        let answer = session.takeOutgoing()
        switch session.takeEvents().failure {
        case nil: return "accepted"
        case .local(let error): return answer.isEmpty ? "-" : error.alert.name.description
        case .alert, .notFernwire, .truncated: return "-"
        }
    }

    private func configuration(_ role: Direction) -> SessionConfiguration {
        let key = PresharedKey(id: Array("badges".utf8), secret: .random(count: 32))
        return SessionConfiguration(
            role: role, suites: [.fernetPSK], credentials: Credentials(presharedKeys: [key]),
            clock: SessionPair.clock)
    }

    @Test(
        "A server answers the specification's client hellos, headers and alerts as it says",
        arguments: ["client_hello", "header", "alert"]) func receivedByAServer(_ kind: String) throws
    {
        for refusal in try Specification.refusals(kind) {
            var server = Session(configuration(.fromServer))
            let bytes = try refusal["received"]
            server.receive(bytes.rawSpan)
            let answer = Self.answer(&server)
            #expect(answer == refusal.answer, "\(kind): \(refusal.title)")
        }
    }

    @Test("A client answers the specification's server hellos as it says")
    func serverHellos() throws {
        for refusal in try Specification.refusals("server_hello") {
            var client = Session(configuration(.fromClient))
            _ = client.takeOutgoing()
            let bytes = try refusal["received"]
            client.receive(bytes.rawSpan)
            let answer = Self.answer(&client)
            #expect(answer == refusal.answer, "\(refusal.title)")
        }
    }

    // MARK: Keys, shares and signatures

    private func answer(_ refusal: KeyError?) -> String { refusal == nil ? "accepted" : "bad_key" }

    private func refusal(ofRSA der: [UInt8]) -> KeyError? {
        do { _ = try RSAPublicKey(der: der) } catch { return error }
        return nil
    }

    private func refusal(ofEd25519 der: [UInt8]) -> KeyError? {
        do { _ = try Ed25519PublicKey(der: der) } catch { return error }
        return nil
    }

    @Test("The specification's RSA keys are accepted or refused as it says")
    func rsaKeys() throws {
        for refusal in try Specification.refusals("rsa key") {
            let answer = answer(self.refusal(ofRSA: try refusal["key"]))
            #expect(answer == refusal.answer, "\(refusal.title)")
        }
    }

    @Test("The specification's Ed25519 keys are accepted or refused as it says")
    func ed25519Keys() throws {
        for refusal in try Specification.refusals("ed25519 key") {
            let answer = answer(self.refusal(ofEd25519: try refusal["key"]))
            #expect(answer == refusal.answer, "\(refusal.title)")
        }
    }

    @Test("The specification's Ed25519 signatures are accepted or refused as it says")
    func ed25519Signatures() throws {
        for refusal in try Specification.refusals("ed25519 signature") {
            let der = try refusal["key"]
            let key = try Ed25519PublicKey(der: der)
            let message = try refusal["message"]
            let signature = try refusal["signature"]
            let isRight = key.verify(signature.rawSpan, of: message.rawSpan)
            #expect((isRight ? "accepted" : "handshake_failed") == refusal.answer, "\(refusal.title)")
        }
    }

    @Test("The specification's X25519 shares give the secret that it has, or are refused")
    func x25519Shares() throws {
        for refusal in try Specification.refusals("x25519 share") {
            let privateKey = try refusal["private key"]
            let share = try refusal["share"]
            let pair = X25519(privateKey: SecretBytes(copying: privateKey.rawSpan))
            let secret = try? pair.agree(with: share)
            let agreed = secret.map { Array($0.bytes) }
            let answer = agreed == nil ? "bad_key" : "accepted"
            #expect(answer == refusal.answer && agreed == refusal.fields["agreed"]?.last, "\(refusal.title)")
        }
    }

    /// What a side answers to `payload` in the place of the peer's flight of `suite`, after the genuine ones before it.
    private func answer(
        _ suite: CipherSuite, flight: Int, _ payload: [UInt8]
    ) -> String {
        var run = ExchangeRun(suite)
        do throws(SessionError) {
            for genuine in suite.flights[..<flight] { try run.carry(genuine) }
            try run.carry(suite.flights[flight], replacing: payload)
        } catch {
            return error.alert.name.description
        }
        return "accepted"
    }

    @Test("The specification's toy-dh16 shares and keys draw the answer that it names")
    func toySharesAndKeys() throws {
        for refusal in try Specification.refusals("toy share") {
            let payload = KeyShare(kind: .toyDH16, share: try refusal["share"]).encoded()
            #expect(answer(.toyDH16, flight: 0, payload) == refusal.answer, "\(refusal.title)")
        }
        for refusal in try Specification.refusals("toy key") {
            let payload = PublicKey(kind: .toyRSA, key: try refusal["key"]).encoded()
            #expect(answer(.toyDH16, flight: 1, payload) == refusal.answer, "\(refusal.title)")
        }
    }

    @Test("The specification's key wraps draw the answer that it names from a client")
    func keyWraps() throws {
        for refusal in try Specification.refusals("key_wrap") {
            let answer = answer(.rsaFernetHMAC, flight: 1, try refusal["payload"])
            #expect(answer == refusal.answer, "\(refusal.title)")
        }
    }

    @Test("The specification's server identities draw the answer that it names from a client")
    func serverIdentities() throws {
        for refusal in try Specification.refusals("server identity") {
            let payload = try refusal["payload"]
            let answer = answer(.x25519Ed25519ChaCha20Poly1305, flight: 2, payload)
            #expect(answer == refusal.answer, "\(refusal.title)")
        }
    }
}
