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
    /// Makes the messages of a load on two cores; `nil` where they are made step by step.
    private var pipeline: LoadPipeline?
    private let hasPipeline: Bool

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

    /// - Parameter hasPipeline: whether the messages of a load may be made on two cores.
    init(
        of generator: Generator, _ scenario: Scenario, load: Load?, hasPipeline: Bool = false
    ) throws(GeneratorError) {
        self.hasPipeline = hasPipeline
        self.scenario = scenario
        hooks = scenario.hooks
        self.load = load
        parties = try Parties(scenario, generator.keys)
        hasSecrets = generator.hasSecrets
        hasComments = generator.hasComments
        random = RandomNumbers(generator.seed)
        let seed = generator.seed?.publicNumber ?? .random(in: 0 ... .max)
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
        if hasPipeline, active.count == 1, active[0].step != nil, let load,
            let recorder = active[0].recorder as? SessionRecorder
        {
            pipeline = LoadPipeline(recorder, load, begin: active[0].begin)
        }
        flush()
    }

    /// Takes the step that comes next of all connections; `false` where there is none left.
    private func step() throws(GeneratorError) -> Bool {
        if try advancePipeline(takesSteps: true) { return true }
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

    /// Goes on with the pipeline, if there is one.
    ///
    /// - Returns: whether it still has something to do.
    private func advancePipeline(takesSteps: Bool) throws(GeneratorError) -> Bool {
        guard let pipeline else { return false }
        let recorded = try pipeline.advance(from: active[0].next) {
            guard takesSteps, let step = active[0].step else { return nil }
            active[0].next += 1
            active[0].step = nextStep(of: active[0])
            return step
        }
        steps += recorded ?? 0
        if recorded == nil {
            self.pipeline = nil
            if active[0].step == nil { try active[0].recorder.end() }
        }
        flush()
        return recorded != nil
    }

    /// Ends the sessions that have not ended yet.
    private func hangUp() throws(GeneratorError) {
        while try advancePipeline(takesSteps: false) {}
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
        // The time counts from the beginning, so that the rate holds.
        step.pause = load.pause(before: entry.next, after: Double(entry.recorder.time - entry.begin) / 1e9)
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
