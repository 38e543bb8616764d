// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import FernwireWire

// The handshake of a session goes wrong, or someone on the way changes it.
extension Fault {
    public static let differentKeys = Fault(
        name: "different-keys", summary: "The two sides hold different keys of the same name", suite: "fernet-psk",
        symptom: .appears("fernwire.expert.finished_failed"), effect: .session(.init(clientHoldsOtherKey: true)),
        needs: { $0.properties.peer == .keyHolder })

    public static let badWrap = Fault(
        name: "bad-wrap", summary: "A bit of a wrapped key is flipped on its way", suite: "rsa-fernet-hmac",
        symptom: .appears("fernwire.expert.unwrap_failed"),
        effect: .session(.init(handshake: .init(.keyWrap, change: flipLastBit))),
        needs: { $0.flights.contains { $0.type == .keyWrap } })

    public static let badFinished = Fault(
        name: "bad-finished", summary: "A bit of what finishes the handshake is flipped on its way",
        suite: "fernet-psk", symptom: .appears("fernwire.expert.finished_failed"),
        effect: .session(.init(handshake: .init(.finished, change: flipLastBit))))

    public static let downgrade = Fault(
        name: "downgrade",
        summary: "Someone on the way takes the best suite out of the client's offer, and is found out",
        suite: "x25519-ed25519-aes256gcm", symptom: .appears("fernwire.expert.finished_failed"),
        effect: .session(.init(handshake: .init(.clientHello, change: cutOffer), furtherSuite: weakerSuite)),
        needs: { $0.isSecure && $0.name.description != weakerSuite })

    public static let manInTheMiddle = Fault(
        name: "man-in-the-middle",
        summary: "Someone on the way speaks with both sides, who take each other for whom they cannot prove to be",
        suite: "rsa-fernet-hmac", symptom: .appears("fernwire.expert.unauthenticated_key && ip.addr == 192.0.2.231"),
        effect: .session(.init(hasAttacker: true)))

    /// What is left of the offer after a downgrade.
    private static let weakerSuite = "aes128-cbc-psk"

    @Sendable private static func flipLastBit(of frame: inout [UInt8]) {
        frame[frame.count - 1] ^= 1
    }

    /// Leaves ``weakerSuite`` alone in the offer of a client hello.
    @Sendable private static func cutOffer(of frame: inout [UInt8]) {
        var header = FrameHeader(decoding: frame.span.bytes)
        let payload = Array(frame[Wire.headerLength...])
        guard let suite = SuiteRegistry.standard.suite(named: weakerSuite),
            var hello = try? ClientHello(decoding: payload.span.bytes)
        else { return }
        hello.suites = [suite.id]
        let changed = hello.encoded()
        header.length = UInt32(changed.count)
        frame = header.encoded() + changed
    }
}
