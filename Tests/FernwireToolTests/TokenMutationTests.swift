// SPDX-License-Identifier: Apache-2.0
import FernwireCapture
import Testing

@testable import FernwireTool

/// Texts that nobody meant as a token.
@Suite(.timeLimit(.minutes(5))) struct TokenMutationTests {
    @Test(
        "Mutated tokens are told in lines that steer no terminal, and open only if their bytes are those of the token")
    func mutatedTokens() throws {
        let keys = try TokenSample.keys()
        let token = TokenSample.token
        let originals =
            [
                token, "b'\(token)'", "X-Auth-Token: \(token)\r\n", "\(token)\n\(token)", TokenSample.bare + "%3D%3D",
                ValueText.hexadecimal(TokenSample.bytes()),
            ].map { Array($0.utf8) } + [TokenSample.bytes()]
        var random = SplitMix64(seed: 1)
        var (opened, closed) = (0, 0)
        for _ in 0..<10_000 {
            var text = originals.randomElement(using: &random) ?? []
            for _ in 0..<Int.random(in: 1...3, using: &random) { mutate(&text, &random) }
            for (line, token) in TokenInput.tokens(text) {
                let finding = TokenFinding(token, keys: keys, timeToLive: 60, now: TokenSample.made)
                let lines = TokenPage(finding).lines + [TokenObject(finding, line: line).text]
                #expect(lines.allSatisfy { $0.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F } })
                #expect(finding.plaintext == nil || finding.plaintext == Array("hello".utf8))
                #expect((finding.plaintext == nil) == (finding.refusal != nil))
                if finding.plaintext == nil { closed += 1 } else { opened += 1 }
            }
        }
        #expect(opened > 100 && closed > 1000)
    }

    private func mutate(_ text: inout [UInt8], _ random: inout SplitMix64) {
        let place = Int.random(in: 0...text.count, using: &random)
        let end = min(place + Int.random(in: 0...8, using: &random), text.count)
        let usual = Array("gA=+/-_%0'\"b \n\r.…\u{1B}".utf8)
        let byte =
            Bool.random(using: &random)
            ? usual.randomElement(using: &random) ?? 0 : .random(in: 0...255, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: text.insert(byte, at: place)
        case 1: text.removeSubrange(place..<end)
        case 2: text.replaceSubrange(place..<end, with: [byte])
        case 3: text.insert(contentsOf: text[place..<end], at: place)
        default: text.removeSubrange(place...)
        }
    }

    /// Each would take hours if its cost grew with the square of its length.
    @Test(
        "An input of the greatest size is read in a time that grows with its length",
        arguments: [
            "gAAAAA", "gAAAAA ", "gAAAAA\n", "gAAAAA=", "AgAAAAA", "gAAAAA\nAAAA\n", "gAAAAA%25", "%25", "g", "'", "80",
            "=", "\n",
            "a b ", "gAAAAA\u{200B}", "b'",
        ]) func hostileInputs(_ part: String) throws
    {
        let bytes = Array(String(repeating: part, count: TokenInput.limit / part.utf8.count).utf8)
        let tokens = TokenInput.tokens(bytes)
        #expect(tokens.allSatisfy { $0.token.flaw != nil })
        #expect(tokens.isEmpty == (part == "\n"))
    }
}
