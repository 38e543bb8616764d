// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FernwireScenario

/// How much is said.
struct LoadOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Play it so many times, one session after another.", valueName: "number"))
    var sessions = 1

    @Option(
        help: ArgumentHelp(
            "Messages of each connection in the place of the scenario's own: the client's, each answered by the server.",
            valueName: "number"))
    var messages: Int?

    @Option(
        help: ArgumentHelp(
            "Go on for so long, in the capture's time, in the place of --messages.", valueName: "seconds"))
    var duration: Double?

    @Option(help: ArgumentHelp("Messages a second, with --messages or --duration.", valueName: "number"))
    var rate = 1000.0

    @Option(
        help: ArgumentHelp(
            "Bytes of each, with --messages or --duration: 64, or 64-1500 for any size between, or 64:7,576:4,1500:1 for sizes with weights.",
            valueName: "sizes"))
    var size = "64"

    func validate() throws {
        guard (1...1_000_000).contains(sessions) else { throw ValidationError("--sessions is 1 to 1000000.") }
        guard SizeDistribution(size) != nil else {
            throw ValidationError(
                "--size is a number of bytes up to \(SizeDistribution.limit), such as 64, 64-1500 or 64:7,576:4,1500:1."
            )
        }
        guard rate >= 0.001, rate <= 1_000_000 else { throw ValidationError("--rate is 0.001 to 1000000.") }
        if let messages, !(0...1_000_000_000).contains(messages) {
            throw ValidationError("--messages is 0 to 1000000000.")
        }
        if let messages, Double(messages) / rate > 1e9 {
            throw ValidationError("--messages at that --rate take more than 30 years.")
        }
        if let duration {
            guard duration > 0, duration <= 31_622_400 else { throw ValidationError("--duration is up to a year.") }
            guard duration * rate <= 1e9 else { throw ValidationError("--duration at that --rate is too much.") }
            guard messages == nil else { throw ValidationError("--messages or --duration, not both.") }
        }
    }

    /// What is said in the place of the scenario's steps; `nil` for nothing.
    var load: Load? {
        guard let size = SizeDistribution(size), messages != nil || duration != nil else { return nil }
        return Load(messages: messages ?? Int(duration.map { $0 * rate } ?? 0), size: size, rate: rate)
    }
}
