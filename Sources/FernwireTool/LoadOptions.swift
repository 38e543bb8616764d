// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FernwireScenario

/// The amount of messages.
struct LoadOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("How many times the scenario is played, one session after another.", valueName: "number"))
    var sessions = 1

    @Option(
        help: ArgumentHelp(
            "How many messages each connection has, instead of the scenario's steps: the client sends them, and the server answers each.",
            valueName: "number"))
    var messages: Int?

    @Option(
        help: ArgumentHelp(
            "How long messages go on, in the capture's time, instead of --messages.", valueName: "seconds"))
    var duration: Double?

    @Option(
        help: ArgumentHelp(
            "How many messages there are in a second, with --messages or --duration.", valueName: "number"))
    var rate = 1000.0

    @Option(
        help: ArgumentHelp(
            "How many bytes each message has, with --messages or --duration: 64, or 64-1500 for any size between, or 64:7,576:4,1500:1 for sizes with weights.",
            valueName: "sizes"))
    var size = "64"

    func validate() throws {
        guard (1...1_000_000).contains(sessions) else { throw ValidationError("--sessions must be 1 to 1000000.") }
        guard SizeDistribution(size) != nil else {
            throw ValidationError(
                "--size must be a number of bytes up to \(SizeDistribution.limit), such as 64, 64-1500 or 64:7,576:4,1500:1."
            )
        }
        guard rate >= 0.001, rate <= 1_000_000 else { throw ValidationError("--rate must be 0.001 to 1000000.") }
        if let messages, !(0...1_000_000_000).contains(messages) {
            throw ValidationError("--messages must be 0 to 1000000000.")
        }
        if let messages, Double(messages) / rate > 1e9 {
            throw ValidationError("--messages at that --rate would take more than 30 years: give a higher --rate.")
        }
        if let duration {
            guard duration > 0, duration <= 31_622_400 else {
                throw ValidationError("--duration must be up to a year, 31622400 seconds.")
            }
            guard duration * rate <= 1e9 else {
                throw ValidationError("--duration at that --rate makes more than 1000000000 messages, the limit.")
            }
            guard messages == nil else { throw ValidationError("Give only one of --messages and --duration.") }
        }
    }

    /// The load in the place of the scenario's steps; `nil` for none.
    var load: Load? {
        guard let size = SizeDistribution(size), messages != nil || duration != nil else { return nil }
        return Load(messages: messages ?? Int(duration.map { $0 * rate } ?? 0), size: size, rate: rate)
    }
}
