// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import Testing

/// Which lines of key logs are kept.
@Suite struct KeyLogLinesTests {
    private func line(
        _ label: String = "FERNWIRE_AES256_KEY", suite: String = "aes256-gcm-psk", random: String = "0a",
        secret: String = "0b"
    ) -> String {
        let (random, secret) = (String(repeating: random, count: 32), String(repeating: secret, count: 32))
        return "\(label) \(suite) \(random) 0011223344556677 client 1 \(secret)"
    }

    private func keys(_ lines: [String]) -> KeyRing {
        KeyFile.read(Array(lines.joined(separator: "\n").utf8)).keys
    }

    @Test("A line is kept once, and one of another label, suite, client random or secret is kept beside it")
    func linesThatSayTheSame() {
        let first = line()
        let repeated = keys([first, first]).loggedCount
        #expect(repeated == 1)
        for other in [line("FERNWIRE_MAC_KEY"), line(suite: "fernet-psk"), line(random: "0c"), line(secret: "0c")] {
            let count = keys([first, other, first, other]).loggedCount
            #expect(count == 2, "\(other)")
        }
    }

    @Test("The lines of a capture's key log are added unless they were added in this way before")
    func linesOfACapture() {
        let (some, more) = (keys([line(), line(secret: "0c")]), keys([line(secret: "0d")]))
        let (ring, counted) = (KeyRing(), KeyRing())
        for _ in 0..<2 {
            ring.add(some, beyond: counted, limit: 0)
            #expect(ring.loggedCount == 2 && counted.loggedCount == 2)
        }
        ring.add(more, beyond: counted, limit: 0)
        #expect(ring.loggedCount == 3 && counted.loggedCount == 3)
        let other = KeyRing()
        other.add(some, beyond: counted, limit: 0)
        #expect(other.isEmpty)
    }
}
