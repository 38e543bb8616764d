// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FernwireConsole
import FernwireFiles

/// `fernwire exercise check`.
struct CheckExercise: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Say which answers of students are right.",
        discussion: """
            A line of an answer is FIELD = VALUE, as the file answers.txt of the exercise has them. Case, quotes and the number \
            of blanks do not count. The exit status is 0 where all answers are right, and 1 otherwise.
            """)

    @Argument(help: ArgumentHelp("The folder teacher of the exercise.", valueName: "teacher"))
    var teacher: String

    @Argument(
        help: ArgumentHelp(
            "A student's answers; or a folder with the answers of all, as FILE.txt or FILE/answers.txt, where FILE is the name of a student's folder.",
            valueName: "answers"))
    var answers: String

    @Option(help: ArgumentHelp("The student whose answers they are.", valueName: "name"))
    var student: String?

    @Flag(help: "Tell the right values, too.")
    var show = false

    func run() throws {
        let isFolder = FileState(path: answers)?.isFolder == true
        guard student != nil || isFolder else {
            throw CommandError("\(answers) is no folder: say whose answers these are with --student NAME")
        }
        let students = try student.map { name throws(CommandError) in [try named(name)] } ?? all()
        var isAllRight = true
        for each in students {
            do throws(CommandError) {
                let path = try isFolder ? handedIn(by: each, alone: student != nil) : answers
                isAllRight = try check(each, path) && isAllRight
            } catch {
                guard student == nil else { throw error }
                // The others are checked all the same.
                StandardOutput.write(errorLine: "Error: \(error)")
                isAllRight = false
            }
        }
        if student == nil { warnOfStrangers(students) }
        if !isAllRight { throw ExitCode.failure }
    }

    /// The student of this name, or whose files have this name.
    private func named(_ name: String) throws(CommandError) -> Student {
        guard let student = Student(name: name),
            FileState(path: ExerciseFiles.answers(of: student, in: teacher)) != nil
        else {
            throw CommandError("\(teacher) has no answers of a student \(name); README.txt there lists the students")
        }
        return student
    }

    private func all() throws(CommandError) -> [Student] {
        let names = Folder.names(in: teacher) ?? []
        let students = names.filter { $0.hasSuffix(".json") }.sorted().compactMap {
            Student(name: String($0.dropLast(5)))
        }
        guard !students.isEmpty else {
            throw CommandError("\(teacher) has no answers: give the folder teacher of an exercise")
        }
        return students
    }

    /// The path of the file that a student handed in; `nil` for none.
    private func handedIn(by student: Student, alone: Bool) throws(CommandError) -> String? {
        let paths = ["\(student.fileName).txt", "\(student.fileName)/\(TaskText.sheetName)"].map { "\(answers)/\($0)" }
        let path = paths.first { FileState(path: $0) != nil }
        guard path != nil || !alone else { throw CommandError("there is neither \(paths[0]) nor \(paths[1])") }
        return path
    }

    /// - Parameter path: the path of the answers; `nil` where none were handed in.
    /// - Returns: whether all are right.
    private func check(_ student: Student, _ path: String?) throws(CommandError) -> Bool {
        let key = try AnswerKeyFile(reading: ExerciseFiles.answers(of: student, in: teacher))
        let text = try path.map { path throws(CommandError) in try FileAccess.read(path) } ?? []
        let marking = Marking(key, try AnswerSheet(text, path: path ?? answers))
        for line in marking.lines(shows: show) { StandardOutput.write(line: harmless(Array(line.utf8))) }
        return marking.isAllRight
    }

    /// Names the files in the folder of answers that are those of no student.
    private func warnOfStrangers(_ students: [Student]) {
        let known = Set(students.flatMap { [$0.fileName, $0.fileName + ".txt"] })
        for name in (Folder.names(in: answers) ?? []).sorted() where !known.contains(name) && !name.hasPrefix(".") {
            let shown = harmless(Array(name.utf8))
            StandardOutput.write(errorLine: "warning: \(answers)/\(shown) is named after no student of \(teacher)")
        }
    }
}
