// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireScenario
import FernwireSession
import FernwireWire

/// The state of one capture under way.
final class GeneratorRun {
    private let scenario: Scenario
    private let hooks: SessionHooks
    private let load: Load?
    private let hasSecrets: Bool
    private let hasComments: Bool
    private let parties: Parties
    private let random: RandomNumbers
    private var numbers: SplitMix64
    /// Draws the sizes of messages, apart from `numbers`, so that messages do not change what connections draw.
    private var sizes: SplitMix64
    private var file = PcapngWriter()
    private var queue = PacketQueue()
    private var keys: [UInt8] = []
    private var time: UInt64
    private var steps = 0
    private var active: [Entry] = []

    /// A connection with its next step.
    private struct Entry {
        let recorder: any Recorder
        /// The time from which on the connection's first step may come.
        let begin: UInt64
        var next = 0
        var step: Scenario.Step? {
            didSet { due = step.map { recorder.time + UInt64($0.pause * 1e9) } }
        }
        /// The time of the next step; `nil` where there is none.
        private(set) var due: UInt64?
    }

    /// The latest time at which a session may begin: its duration still fits into 64 bits of nanoseconds, signed ones
    /// too.
    private static let latest: UInt64 = 1 << 62

    init(of generator: Generator, _ scenario: Scenario, load: Load?) throws(GeneratorError) {
        self.scenario = scenario
        hooks = scenario.hooks
        self.load = load
        parties = try Parties(scenario, generator.keys)
        hasSecrets = generator.hasSecrets
        hasComments = generator.hasComments
        random = RandomNumbers(seed: generator.seed)
        let seed = generator.seed ?? .random(in: 0 ... .max)
        numbers = SplitMix64(seed: seed)
        sizes = SplitMix64(seed: ~seed)
        time = generator.start
        note(secrets: generator.keys.keyFile(parties.suites, wrong: !hooks.keysFit))
    }

    /// The number of bytes of the capture that wait to be taken.
    var pending: Int { file.pending }

    func take() -> Generator.Output {
        defer { (keys, steps) = ([], 0) }
        return .init(capture: file.take(), keys: keys, time: time, steps: steps)
    }

    /// All that the next session takes over from those before it.
    var start: SessionStart {
        get { SessionStart(time: time, numbers: numbers, sizes: sizes, randomPlace: random.place) }
        set {
            (time, numbers, sizes, random.place) = (
                newValue.time, newValue.numbers, newValue.sizes, newValue.randomPlace
            )
        }
    }

    /// Plays one session of all clients.
    ///
    /// - Parameter goesOn: is asked after each step; `false` ends the session, in order.
    func play(_ goesOn: () throws -> Bool = { true }) throws {
        try random.use {
            try connect()
            while try goesOn(), try step() {}
            try hangUp()
        }
    }

    /// Connects all clients, which then shake hands.
    private func connect() throws(GeneratorError) {
        guard time < Self.latest else { throw GeneratorError(description: "the capture would last past the year 2116") }
        active = []
        for number in 0..<scenario.clients {
            let recorder = try recorder(client: number, at: time + UInt64(number) * 70_000_000)
            active.append(Entry(recorder: recorder, begin: recorder.time))
            active[number].step = nextStep(of: active[number])
        }
        flush()
    }

    /// Takes the step that comes next of all connections; `false` where there is none left.
    private func step() throws(GeneratorError) -> Bool {
        // The earliest step is taken; of several, the first one.
        var place: Int?
        var earliest = UInt64.max
        for index in active.indices {
            if let due = active[index].due, due < earliest { (place, earliest) = (index, due) }
        }
        guard let place, let step = active[place].step else { return false }
        try active[place].recorder.take(step)
        steps += 1
        active[place].next += 1
        active[place].step = nextStep(of: active[place])
        if active[place].due == nil { try active[place].recorder.end() }
        flush()
        return true
    }

    /// Ends the sessions that have not ended yet.
    private func hangUp() throws(GeneratorError) {
        for entry in active where entry.step != nil || entry.next == 0 { try entry.recorder.end() }
        time = (active.map(\.recorder.time).max() ?? time) + 500_000_000
        active = []
        flush()
    }

    func finish() {
        if hooks.cutsFile { file.cut() }
    }

    private func nextStep(of entry: Entry) -> Scenario.Step? {
        guard let load else { return entry.next < scenario.steps.count ? scenario.steps[entry.next] : nil }
        guard entry.next < load.messages else { return nil }
        var step = load.step(entry.next, &sizes)
        // The time counts from the beginning, so that the rate holds, whatever the way takes.
        let elapsed = Double(entry.recorder.time - entry.begin) / 1e9
        step.pause = max(Double(entry.next + 1) / load.rate - elapsed, 0)
        return step
    }

    /// Writes the packets that no later one can precede.
    private func flush() {
        var settled = UInt64.max
        for index in active.indices where active[index].due != nil {
            settled = min(settled, active[index].recorder.time)
        }
        queue.take(until: settled) { [self] packet, seen, comment in
            file.packet(packet, at: seen, comment: hasComments ? comment : nil, snaplen: hooks.snaplen)
            time = max(time, seen)
        }
    }

    private func note(secrets: [UInt8]) {
        guard !secrets.isEmpty else { return }
        keys += secrets
        if hasSecrets { file.secrets(secrets) }
    }

    private func recorder(client number: Int, at time: UInt64) throws(GeneratorError) -> any Recorder {
        let output = RecorderOutput(
            secrets: { [unowned self] lines in
                if hooks.keysFit { note(secrets: lines) }
            }, packet: { [unowned self] in queue.add($0, at: $1, comment: $2) })
        let addresses = Addresses(scenario.network)
        let client = addresses.client(number, &numbers)
        guard hooks.hasAttacker else {
            let connection = TCPConnection(client: client, server: addresses.server, at: time, &numbers)
            return try SessionRecorder(
                parties, fault: scenario.fault, over: connection, random: random, output: output)
        }
        let near = TCPConnection(client: client, server: addresses.disguised, at: time, &numbers)
        let attacker = addresses.attacker(&numbers)
        return try MiddleRecorder(
            parties, fault: scenario.fault, near: near,
            far: { TCPConnection(client: attacker, server: addresses.server, at: $0, &numbers) },
            random: random, output: output)
    }
}
