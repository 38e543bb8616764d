// SPDX-License-Identifier: Apache-2.0
public import ArgumentParser

/// `fernwire`.
public struct FernwireRoot: ParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "fernwire", abstract: "Tools of Fernwire.", version: version,
        subcommands: [Keygen.self, PublicKeyCommand.self, SuitesCommand.self])

    public init() {}
}
