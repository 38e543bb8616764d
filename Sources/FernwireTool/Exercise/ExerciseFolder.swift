// SPDX-License-Identifier: Apache-2.0
import FernwireConsole
import FernwireFiles
import Glibc

/// Where an exercise is to be.
struct ExercisePlace {
    let path: String

    init(_ path: String) {
        var path = path[...]
        while path.count > 1, path.last == "/" { path.removeLast() }
        self.path = String(path)
    }

    /// Throws where there is something that must be kept.
    ///
    /// - Parameter replacing: whether an exercise may be replaced. Any other folder with something in it is kept all the
    ///   same: a slip of the pen must not remove a home.
    func check(replacing: Bool) throws(CommandError) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard replacing else { throw CommandError(.exists, path) }
        let isFolder = status.st_mode & S_IFMT == S_IFDIR
        let isExercise = FileState(path: ExerciseFiles.seed(in: path + "/teacher"))?.isRegular == true
        guard isFolder, isExercise || Folder.names(in: path)?.isEmpty == true else {
            throw CommandError(
                "\(path) exists and is no exercise, so that --force does not replace it: name another folder")
        }
    }
}

/// The names of the files of an exercise.
enum ExerciseFiles {
    static func seed(in teacher: String) -> String { teacher + "/seed.txt" }
    static func key(of student: Student, in teacher: String) -> String { "\(teacher)/\(student.fileName).key" }
    static func answers(of student: Student, in teacher: String) -> String { "\(teacher)/\(student.fileName).json" }
}

/// The folder of an exercise while it is made. It is removed unless it is finished.
final class ExerciseFolder {
    private var folder: UnfinishedFolder
    private let place: ExercisePlace
    /// Where the folder is until it is finished.
    let path: String

    init(at place: ExercisePlace) throws(CommandError) {
        self.place = place
        do {
            folder = try UnfinishedFolder(for: place.path)
            path = folder.path
            try folder.makeFolder("students")
            try folder.makeFolder("teacher", isPrivate: true)
        } catch {
            throw CommandError(.cannotMake(error), place.path)
        }
    }

    /// Adds the files of the teacher's folder that are for the whole class.
    func addTeacherFiles(seed: [UInt8], students: [Student]) throws(CommandError) {
        let teacher = path + "/teacher"
        try FileAccess.create(ExerciseFiles.seed(in: teacher), seed, mode: 0o600, replacing: false)
        try FileAccess.create(teacher + "/README.txt", Array(readme(students).utf8), mode: 0o600, replacing: false)
    }

    func finish(replacing: Bool) throws(CommandError) {
        let old: String?
        do { old = try folder.finish(replacing: replacing) } catch {
            throw CommandError(.cannotMake(error), place.path)
        }
        guard let old else { return }
        do { try Folder.remove(old) } catch {
            throw CommandError("\(place.path) is made; the one before it, now \(old), cannot be removed: \(error)")
        }
    }

    private func readme(_ students: [Student]) -> String {
        let (teacher, first) = ("\(place.path)/teacher", students[0])
        return """
            This folder is for the teacher alone: it has the keys and the answers of all students.

            FILE.key     the answer key of a student, which opens that student's capture and no other:
                         wireshark -o fernwire.key_file:\(teacher)/\(first.fileName).key \
            -r \(place.path)/students/\(first.fileName)/\(TaskText.captureName)
            FILE.json    the answers, as tshark prints the fields
            seed.txt     the secret that everything here follows from. The same scenario, the same names and
                         --seed \(teacher)/seed.txt make the same exercise again

            To check the answers of one student, or of all whose files FILE.txt or FILE/\(TaskText.sheetName) are in a folder:

            fernwire exercise check \(teacher) --student "\(first.name)" \(TaskText.sheetName)
            fernwire exercise check \(teacher) ANSWERS-FOLDER

            --show tells the right values, too.

            Students, with the names of their files:

            \(students.map { "\($0.fileName)\t\($0.name)" }.joined(separator: "\n"))

            """
    }
}
