// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FernwireConsole
import FernwireCrypto
import FernwireScenario
import Glibc

/// `fernwire exercise`, which makes an exercise.
struct MakeExercise: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "make", abstract: "Make a capture, a task and an answer key for each student.",
        discussion: """
            FOLDER/students has a folder for each student, to hand out: a capture with keys and texts of its own, the task, \
            and a file for the answers. FOLDER/teacher, which only you may read, has the answer keys and the answers. The \
            texts of a scenario may have the placeholders \(Placeholder.list); without any, a code word is added to each.
            """)

    @Argument(
        help: ArgumentHelp(
            "The scenario: a name that fernwire generate --list shows, or a YAML file.", valueName: "scenario"))
    var scenario: String

    @Option(name: .customLong("for"), help: ArgumentHelp("The names of the students, one a line.", valueName: "file"))
    var names: String

    @Option(help: ArgumentHelp("The folder to make.", valueName: "folder"))
    var out: String

    @OptionGroup var change: ScenarioChange

    @Option(
        help: ArgumentHelp(
            "The file teacher/seed.txt of an exercise, to make the same again. (default: a new seed, which nobody can guess)",
            valueName: "file"))
    var seed: String?

    @Flag(help: "Replace the folder if it is an exercise, with all that is in it.")
    var force = false

    func validate() throws {
        guard !out.isEmpty, out != "-" else { throw ValidationError("--out must name a folder.") }
    }

    func run() throws {
        let chosen = try change.chosen(scenario)
        try chosen.checkHasAnswerKey()
        let list = try ClassList(try FileAccess.read(names), path: names)
        let secret = try seed.map { path throws(CommandError) in try ExerciseSecret(reading: path) } ?? .random()
        let place = ExercisePlace(out)
        try place.check(replacing: force)
        Interruption.watch()
        do {
            let folder = try ExerciseFolder(at: place)
            let makers = ExerciseMaking(scenario: chosen, secret: secret, students: list.students, path: folder.path)
            try makers.run()
            var text = secret.text()
            defer { wipe(&text) }
            try folder.addTeacherFiles(seed: text, students: list.students)
            if Interruption.received == 0 { try folder.finish(replacing: force) }
        }
        // What was made so far is gone by now.
        if Interruption.received != 0 { raise(Interruption.received) }
        let count = list.students.count
        StandardOutput.write(
            line: "\(place.path)/students: hand out, \(count == 1 ? "1 folder" : "\(count) folders")\n"
                + "\(place.path)/teacher: keep, README.txt says how to check the answers")
    }
}
