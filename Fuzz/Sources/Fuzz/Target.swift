// SPDX-License-Identifier: Apache-2.0
import FuzzSupport

/// What is fuzzed.
enum Target: String, CaseIterable {
    /// The dissector of Fernwire, over whole connections, without keys.
    case dissector
    /// The same with the keys of the connections.
    case decryption
    /// The observer below it, with and without keys.
    case observer
    /// A client and a server, each over live sessions with a peer that misbehaves.
    case client
    case server
    /// The dissectors of the descriptions in `protocols/`, over any bytes.
    case described
    /// Any description, over any bytes.
    case descriptions
    /// Expressions of descriptions.
    case expressions
    /// Key files, and private keys in PEM and PKCS#12.
    case keys
    /// pcapng and pcap files, and what their packets hold.
    case captures
    /// Scenarios in YAML.
    case scenarios
    /// Bare Fernet tokens in text.
    case tokens

    /// Runs the fuzzer over this target.
    ///
    /// - Returns: the exit status.
    func run(_ arguments: [String]) -> Int32 {
        switch self {
        case .dissector: fuzz(arguments, DissectorTarget(hasKeys: false), StepMutator.mutated)
        case .decryption: fuzz(arguments, DissectorTarget(hasKeys: true), StepMutator.mutated)
        case .observer: fuzz(arguments, ObserverTarget(), StepMutator.mutated)
        case .client: fuzz(arguments, EndpointTarget(.fromClient), StepMutator.mutated)
        case .server: fuzz(arguments, EndpointTarget(.fromServer), StepMutator.mutated)
        case .described: fuzz(arguments, DescribedTarget(), StepMutator.mutated)
        case .descriptions: fuzz(arguments, DescriptionTarget())
        case .expressions: fuzz(arguments, ExpressionTarget())
        case .keys: fuzz(arguments, KeyTarget(), ArmourMutator.mutated)
        case .captures: fuzz(arguments, CaptureTarget(), BlockMutator.mutated)
        case .scenarios: fuzz(arguments, ScenarioTarget())
        case .tokens: fuzz(arguments, TokenTarget())
        }
    }

    private func fuzz<Tested: Fuzzed>(
        _ arguments: [String], _ tested: Tested, _ mutation: Fuzzer.Mutation? = nil
    ) -> Int32 {
        Fuzzer.run(arguments, mutation: mutation) { tested.take($0) }
    }
}

/// What takes one input after another.
protocol Fuzzed {
    /// Reads an input. It traps where something is not as it must be.
    func take(_ input: [UInt8])
}
