// SPDX-License-Identifier: Apache-2.0
import FernwireSession

/// What a student is told: the questions of an exercise, without an answer.
struct TaskText {
    let student: Student
    let suite: CipherSuite
    let questions: [Question]

    /// The name of the capture beside the text.
    static let captureName = "capture.pcapng"
    /// The name of the file for the answers.
    static let sheetName = "answers.txt"

    /// The text of task.txt.
    var text: String {
        """
        An exercise for \(student.name)

        \(Self.captureName) holds what a client and a server said with the protocol Fernwire. Open it in Wireshark with the
        plugin of Fernwire. It is yours alone: the captures of others have other keys and other texts.

        \(suite.properties.isConfidential ? keyText : weaknessText)

        Find the values of these fields, and write each behind its = in \(Self.sheetName). A display filter such as
        frame.number == 12 takes you to a frame; select a field to see its name at the bottom of the window.

        \(questions.enumerated().map { "\($0.offset + 1). \(words($0.element))\n   \($0.element.text)" }
            .joined(separator: "\n"))

        """
    }

    /// The text of the file for the answers.
    var sheet: String {
        "# The answers of \(student.name): write each value behind its =\n"
            + questions.map { "\($0.text) =\n" }.joined()
    }

    private var keyText: String {
        """
        The texts are encrypted. Your teacher has the key file that opens this capture and no other. Set it in Preferences >
        Protocols > Fernwire > Key file.
        """
    }

    private var weaknessText: String {
        """
        You need no key: the suite is so weak that whoever listens finds its key by trying all of them. The plugin does that
        while it reads the capture, and shows what it found under "Broken".
        """
    }

    private func words(_ question: Question) -> String {
        switch question.field {
        case .suite: "Which suite protects the session? This is there for everyone to see, without a key."
        case .plaintext: "What does the message say?"
        case .fileName: "What is the name of the file?"
        case .frame:
            "Something goes wrong. Which is the first frame at which Wireshark reports it as expert information?"
        }
    }
}
