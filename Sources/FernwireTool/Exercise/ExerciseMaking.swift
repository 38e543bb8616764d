// SPDX-License-Identifier: Apache-2.0
import Dispatch
import FernwireConsole
import FernwireDissection
import FernwireScenario
import FernwireSession
import Glibc
import Synchronization

/// Makes the copies of an exercise for all students, on all cores: making RSA keys takes most of the time.
struct ExerciseMaking: Sendable {
    let scenario: Scenario
    let secret: ExerciseSecret
    let students: [Student]
    /// The folder of the exercise, with the folders `students` and `teacher`.
    let path: String

    /// How far the making is.
    private struct State {
        var next = 0
        var done = 0
        var failure: CommandError?
        var bar: ProgressBar
    }

    /// Makes all copies, or as many as there are before a failure or a signal.
    func run() throws(CommandError) {
        let bar = ProgressBar("exercise", total: UInt64(students.count), unit: .captures)
        let state = Mutex(State(bar: bar))
        let cores = min(max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1), students.count)
        DispatchQueue.concurrentPerform(iterations: cores) { _ in
            // A dissector is for one thread.
            let maker = StudentMaking(exercise: self)
            while let student = state.withLock({ take(&$0) }) {
                do {
                    try maker.make(student)
                    state.withLock { state in
                        state.done += 1
                        state.bar.show(UInt64(state.done))
                    }
                } catch {
                    let failure = error as? CommandError ?? CommandError("\(student.name): \(error)")
                    state.withLock { $0.failure = $0.failure ?? failure }
                }
            }
        }
        if let failure = state.withLock({ $0.failure }) { throw failure }
    }

    /// Returns the next student; `nil` where there is none left, or nothing more is to be made.
    private func take(_ state: inout State) -> Student? {
        guard state.next < students.count, state.failure == nil, Interruption.received == 0 else { return nil }
        defer { state.next += 1 }
        return students[state.next]
    }
}

/// Makes the copies of students, one after another.
private struct StudentMaking {
    let exercise: ExerciseMaking
    private let keys: SharedKeys
    private let dissector: FernwireDissector

    init(exercise: ExerciseMaking) {
        self.exercise = exercise
        keys = SharedKeys()
        dissector = FernwireDissector(keys: keys)
        dissector.preferencesChanged(.init())
    }

    func make(_ student: Student) throws {
        let (folder, teacher) = ("\(exercise.path)/students/\(student.fileName)", exercise.path + "/teacher")
        let share = exercise.secret.share(of: student, in: exercise.scenario)
        let filled = try share.filled(exercise.scenario)
        guard mkdir(folder, 0o777) == 0 else { throw CommandError(.cannotMake(.init()), folder) }
        let capture = try OutputFile(path: folder + "/" + TaskText.captureName, replacing: false)
        let keyPath = ExerciseFiles.key(of: student, in: teacher)
        let key = try OutputFile(path: keyPath, replacing: false, isSecret: true)
        try share.generator(of: filled.scenario).run(filled.scenario) { made in
            try capture.write(made.capture)
            try key.write(made.keys)
            return Interruption.received == 0
        }
        try capture.finish()
        try key.finish()
        if Interruption.received != 0 { return }
        _ = keys.use(files: [keyPath])
        var reading = AnswerReading(filled)
        let answers = try reading.answers(of: folder + "/" + TaskText.captureName, dissector)
        try check(answers, reading.fault)
        let task = TaskText(
            student: student, suite: try suite(of: filled.scenario), questions: answers.map(\.question))
        try FileAccess.create(folder + "/task.txt", Array(task.text.utf8), mode: 0o644, replacing: false)
        try FileAccess.create(folder + "/" + TaskText.sheetName, Array(task.sheet.utf8), mode: 0o644, replacing: false)
        let file = AnswerKeyFile(student: student.name, answers: answers)
        try FileAccess.create(
            ExerciseFiles.answers(of: student, in: teacher), Array(file.json.utf8), mode: 0o600, replacing: false)
    }

    /// Throws where the answer key opens nothing that only this student has.
    private func check(_ answers: [Answer], _ fault: Fault?) throws(CommandError) {
        guard !answers.contains(where: { $0.question.field == .plaintext || $0.question.field == .fileName }) else {
            return
        }
        throw CommandError(
            "in the scenario \(exercise.scenario.name)\(fault.map { " with the fault \($0)" } ?? "") no message arrives that"
                + " has a text to ask for, of one line and at most \(AnswerReading.lengthLimit) bytes: choose another one"
        )
    }

    private func suite(of scenario: Scenario) throws(CommandError) -> CipherSuite {
        guard let suite = SuiteRegistry.standard.suite(named: scenario.suite) else {
            throw CommandError("there is no suite \(scenario.suite)")
        }
        return suite
    }
}
