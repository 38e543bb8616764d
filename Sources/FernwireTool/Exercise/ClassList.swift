// SPDX-License-Identifier: Apache-2.0
import FernwireConsole

/// A student, as the list of a class has it.
struct Student: Equatable, Sendable {
    let name: String
    /// The name of the student's files: small letters, digits and `-`.
    let fileName: String

    /// The most bytes of a name.
    static let nameLimit = 100

    /// - Returns: `nil` for a name without a letter or a digit.
    init?(name: String) {
        var fileName = ""
        for character in name.lowercased() {
            if character.isLetter || character.isNumber {
                fileName.append(character)
            } else if !fileName.isEmpty, fileName.last != "-" {
                fileName.append("-")
            }
        }
        if fileName.last == "-" { fileName.removeLast() }
        guard !fileName.isEmpty else { return nil }
        (self.name, self.fileName) = (name, fileName)
    }
}

/// The students of a class, one a line. Lines that are blank or begin with `#` are passed over.
struct ClassList: Sendable {
    let students: [Student]

    /// The most students of a class.
    static let limit = 1000

    /// - Parameter path: the path of the list, for errors.
    init(_ bytes: [UInt8], path: String) throws(CommandError) {
        let lines = try TextLines(bytes, path: path)
        var students: [Student] = []
        var lineOfFile: [String: (line: Int, name: String)] = [:]
        for (number, name) in lines.numbered {
            let place = "\(path): line \(number)"
            guard name.utf8.count <= Student.nameLimit else {
                throw CommandError("\(place): the name has more than \(Student.nameLimit) bytes, the limit")
            }
            guard name.isPrintable else {
                throw CommandError("\(place): the name has a character that cannot be seen; write it anew")
            }
            guard let student = Student(name: name) else {
                throw CommandError(
                    "\(place): \(name) has no letter and no digit, so that no file can be named after it")
            }
            if let other = lineOfFile[student.fileName] {
                let reason =
                    other.name == name
                    ? "both have the name \(name): leave out one, or tell them apart, as by a number"
                    : "\(other.name) and \(name) would have the same file name, \(student.fileName): change one"
                throw CommandError("\(path): lines \(other.line) and \(number): \(reason)")
            }
            lineOfFile[student.fileName] = (number, name)
            students.append(student)
            guard students.count <= Self.limit else {
                throw CommandError("\(place): there are more than \(Self.limit) names, the limit")
            }
        }
        guard !students.isEmpty else { throw CommandError("\(path) names nobody: write a name on each line") }
        self.students = students
    }
}

/// The lines of a text that a person wrote, without those that are blank or begin with `#`, and without the blanks around
/// them.
struct TextLines {
    /// The lines with their numbers, counted from 1.
    let numbered: [(number: Int, text: String)]

    /// - Parameter path: the path of the text, for errors.
    init(_ bytes: [UInt8], path: String) throws(CommandError) {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CommandError("\(path) is no text in UTF-8: save it in this encoding")
        }
        // Some editors begin a text with a byte order mark.
        let marked = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
        let lines = marked.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        numbered = lines.enumerated().compactMap { index, line in
            let text = line.withoutBlanks
            return text.isEmpty || text.hasPrefix("#") ? nil : (index + 1, text)
        }
    }
}

extension StringProtocol {
    /// The text without the blanks at its ends.
    var withoutBlanks: String {
        let start = drop(while: \.isWhitespace)
        let blanks = start.reversed().prefix(while: \.isWhitespace).count
        return String(start.dropLast(blanks))
    }

    /// Whether every character can be seen, so that people can copy the text and no terminal takes it for a command.
    var isPrintable: Bool {
        harmless(Array(utf8)) == String(self)
            && unicodeScalars.allSatisfy { $0.properties.generalCategory != .unassigned }
    }
}
