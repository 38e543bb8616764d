// SPDX-License-Identifier: Apache-2.0
import FernwireCapture
import FernwireFiles
import FernwireWire
import FuzzSupport

/// The inputs that the fuzzer begins with, made of what the project has: captures, keys, descriptions, scenarios.
enum FirstInputs {
    /// Writes them into folders of the targets' names, which exist.
    ///
    /// - Parameter suite: a clone of kaitai_struct_tests; `nil` for none.
    /// - Returns: the exit status.
    static func write(into folder: String, suite: String?) -> Int32 {
        for target in Target.allCases {
            var inputs = inputs(for: target)
            if target == .descriptions, let suite { inputs += tests(of: suite) }
            precondition(!inputs.isEmpty, "no first input for \(target.rawValue)")
            for (number, input) in inputs.enumerated() {
                Files.write(input, to: "\(folder)/\(target.rawValue)/first-\(number)")
            }
            print("\(target.rawValue): \(inputs.count) inputs")
        }
        return 0
    }

    private static func inputs(for target: Target) -> [[UInt8]] {
        switch target {
        case .dissector, .decryption, .observer: honest(isPassive: true) + captured.map(\.input)
        case .client, .server: honest(isPassive: false)
        case .described: described
        case .descriptions: descriptions
        case .expressions: expressions
        case .keys: keys
        case .captures: captures.map(\.bytes).filter { $0.count < 8192 }
        case .scenarios: Files.all(in: "captures/library", ending: ".yaml").map(\.bytes)
        case .tokens: tokens
        }
    }

    /// Whole sessions of each suite, as they are and with one change.
    private static func honest(isPassive: Bool) -> [[UInt8]] {
        Samples.suites.indices.flatMap { number -> [[UInt8]] in
            let step = { (kind: Step.Kind, options: UInt8, content: [UInt8]) in
                Step(kind: kind, isFromServer: false, options: options, content: content)
            }
            let whole = step(.honest, 15, [0, 0x41])
            let text = step(.record, 0, [1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x41])
            let scripts: [[Step]] = [
                [whole, whole], [whole, text, text], [step(.changed, 0, [0, 40, 1]), whole],
                [step(.honest, 1, []), step(.resized, 0, [0xFF]), whole],
                [whole, step(.command, 0, [1]), step(.command, 0, [2, 0x61]), whole],
            ]
            return scripts.map { Script(suite: UInt8(number), options: isPassive ? 0x0F : 0, steps: $0).input }
        }
    }

    private static var captures: [(name: String, bytes: [UInt8])] {
        Files.all(in: "captures", ending: ".pcapng") + Files.all(in: "captures/library", ending: ".pcapng")
            + Files.all(in: "captures/tokens", ending: ".pcapng")
    }

    /// The frames of the captures, as bytes.
    private static var captured: [Script] {
        captures.filter { $0.bytes.count < 16_384 }.compactMap { capture in
            var rest = capture.bytes[...]
            var blocks = PcapngReader { count in
                let piece = Array(rest.prefix(count))
                rest = rest.dropFirst(count)
                return piece
            }
            var reader = FrameCapture()
            var frames: [CapturedFrame] = []
            while let block = try? blocks.next() { frames += reader.take(block) }
            frames += reader.finish()
            guard !frames.isEmpty else { return nil }
            let steps = frames.prefix(Step.limit).map { frame in
                Step(
                    kind: .bytes, isFromServer: frame.bytes.count > 7 && frame.bytes[7] == 1,
                    content: frame.bytes)
            }
            return Script(suite: 0, options: 7, steps: steps)
        }
    }

    private static var described: [[UInt8]] {
        let contents = samples
        return Files.all(in: "protocols", ending: ".ksy").indices.flatMap { number in
            contents.map { content in
                Script(
                    suite: UInt8(number),
                    steps: (0..<2).map { Step(kind: .bytes, isFromServer: $0 == 1, content: content) }
                ).input
            }
        }
    }

    private static let samples: [[UInt8]] = [
        Array(0..<200), [0, 0, 0, 16] + Array(repeating: 7, count: 16), Array("0527585".utf8),
        Array(#"{"a": "gAAAAABUCQ=="}"#.utf8),
    ]

    private static var descriptions: [[UInt8]] {
        let steps = Script(
            suite: 0, steps: samples.map { Step(kind: .bytes, isFromServer: false, content: $0) }
        ).input.dropFirst(2)
        return (Files.all(in: "protocols", ending: ".ksy") + Files.all(in: "docs", ending: ".ksy")).map {
            $0.bytes + [0] + steps
        }
    }

    /// Each description of Kaitai's own tests, with the data of its name.
    private static func tests(of suite: String) -> [[UInt8]] {
        let data = Files.all(in: suite + "/src", ending: ".bin").filter { $0.bytes.count < 4096 }
        return Files.all(in: suite + "/formats", ending: ".ksy").map { description in
            let name = description.name.dropLast(4)
            let content = data.first { $0.name.dropLast(4) == name }?.bytes ?? samples[0]
            let step = Step(kind: .bytes, isFromServer: false, content: content)
            return description.bytes + [0] + Script(suite: 0, steps: [step]).input.dropFirst(2)
        }
    }

    private static let expressions: [[UInt8]] = [
        "a + b * 2", "c.length.to_s + d", "e[0].f << 3 | e[1].g", "a == 7 ? d.reverse : d.substring(0, 1)", "c[1] % 3",
        "[1, 2, a].max", "(b as s4) / -1", "d.to_i(16)", "_root.e.last.g & 0xff", #""x" + "\u0041" < d"#, "not (a > 3)",
        "e.size ^ ~b", "1_000 - 0b11 - 0o7 - 1.5e3.to_i", "c.to_s('ASCII')", "[0x41, 66].as<bytes>", "sizeof<u4>",
    ].map { Array($0.utf8) }

    private static var keys: [[UInt8]] {
        (Files.all(in: "captures/keys", ending: "") + Files.all(in: "captures", ending: ".keylog")
            + Files.all(in: "captures", ending: ".pem") + Files.all(in: "captures", ending: ".key")).map(\.bytes)
            + [HonestSession.all.flatMap(\.keyLog)]
    }

    private static var tokens: [[UInt8]] {
        let token =
            "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA=="
        return [token, "GET /?t=\(token) HTTP/1.1", "\(token),\(token)\n", #"{"t":"\#(token)"}"#, token + "A"].map {
            Array($0.utf8)
        }
    }
}
