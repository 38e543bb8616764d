// SPDX-License-Identifier: Apache-2.0
public import ArgumentParser
import FernwireConsole

/// `fernwire`.
public struct FernwireRoot: ParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "fernwire",
        abstract:
            "Make captures, exercises and keys, explain and export captures, open Fernet tokens, and try descriptions of protocols.",
        version: version,
        subcommands: [
            CompareCommand.self, ExerciseCommand.self, ExplainCommand.self, ExportCommand.self, GenerateCommand.self,
            Keygen.self, ProtocolCommand.self, PublicKeyCommand.self, SecretsCommand.self, SuitesCommand.self,
            TokenCommand.self,
        ])

    public init() {}
}
