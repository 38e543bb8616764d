// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

/// `fernwire exercise`.
struct ExerciseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exercise", abstract: "Make an exercise for each student of a class, and check the answers.",
        discussion: """
            EXAMPLES:
              fernwire exercise chat-fernet-psk --for names.txt --out class
              fernwire exercise check class/teacher --student "Ada Lovelace" answers.txt
            """,
        subcommands: [MakeExercise.self, CheckExercise.self], defaultSubcommand: MakeExercise.self)
}
