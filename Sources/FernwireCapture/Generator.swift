// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
public import FernwireScenario
import FernwireSeed
import FernwireSession
import FernwireWire

/// Writes sample sessions to a capture. What comes out follows from the seed alone.
public struct Generator {
    let seed: UInt64
    /// Whether the keys are in the capture, too.
    let hasSecrets: Bool
    let start: UInt64

    /// 2026-01-05 09:00:00 UTC, in nanoseconds since 1970.
    public static let start: UInt64 = 1_767_603_600_000_000_000

    /// Bytes that are handed on at a time, about.
    static let chunk = 1 << 18

    /// - Parameter start: nanoseconds since 1970.
    public init(seed: UInt64, hasSecrets: Bool = true, start: UInt64 = start) {
        self.seed = seed
        self.start = start
        self.hasSecrets = hasSecrets
    }

    /// Plays `scenario` as often as asked for, one connection after another.
    ///
    /// - Parameter sink: takes the next bytes of the capture, and those of the sessions' keys.
    public func run(
        _ scenario: Scenario, sessions: Int, _ sink: (_ capture: [UInt8], _ keyLog: [UInt8]) throws -> Void
    ) throws {
        guard let suite = SuiteRegistry.standard.suite(named: scenario.suite) else {
            throw SessionRecorder.Failure(description: "there is no suite \(scenario.suite)")
        }
        let random = SeededRandom(seed: seed)
        var numbers = SplitMix64(seed: seed)
        let client = try SampleKeys.credentials(.fromClient)
        let server = try SampleKeys.credentials(.fromServer)
        let file = Box(PcapngWriter())
        if hasSecrets { file.value.secrets(SampleKeys.keyFile + [0x0A]) }
        var time = start
        for _ in 0..<sessions {
            var log: [UInt8] = []
            let output = SessionRecorder.Output(
                secrets: { [hasSecrets] lines in
                    log += lines
                    if hasSecrets { file.value.secrets(lines) }
                }, packet: { file.value.packet($0.bytes, at: $0.time, comment: $1) })
            let hosts = Self.hosts(&numbers)
            let connection = TCPConnection(client: hosts.client, server: hosts.server, at: time, &numbers)
            let recorder = try SessionRecorder(
                suite: suite, client: client, server: server, over: connection, random: random, output: output)
            for step in scenario.steps {
                try recorder.take(step)
                guard file.value.pending > Self.chunk else { continue }
                try sink(file.value.take(), log)
                log.removeAll()
            }
            try recorder.end()
            time = recorder.time + 500_000_000
            try sink(file.value.take(), log)
        }
    }

    private static func hosts(_ numbers: inout SplitMix64) -> (client: Host, server: Host) {
        // Addresses for documentation, RFC 5737; locally administered MACs.
        let port = UInt16.random(in: 32_768...60_999, using: &numbers)
        let client = Host(mac: [2, 0, 0, 0, 0, 0x0A], address: [192, 0, 2, 10], port: port)
        let server = Host(
            mac: [2, 0, 0, 0, 0, 0x14], address: [192, 0, 2, 20], port: UInt16(Wire.defaultPort))
        return (client, server)
    }
}

/// A value that closures share.
private final class Box<Value> {
    var value: Value

    init(_ value: Value) {
        self.value = value
    }
}
