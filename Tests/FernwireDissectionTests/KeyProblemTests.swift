// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireSession
import Foundation
import TestSupport
import Testing

@testable import FernwireDissection

/// What is wrong with the user's keys, and where it is told.
@Suite struct KeyProblemTests {
    private static let wrong = Array("my secret is xyzzy".utf8)

    private func row(_ value: [UInt8], comment: String = "") -> KeyRow {
        KeyRow(isFile: false, value: value, comment: Array(comment.utf8))
    }

    @Test("An empty key file is told from one that has nothing but comments")
    func emptyFiles() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "fernwire-\(UUID()).key").path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let comments = "it has nothing but comments or lines of no effect: unfinished, or of another key log"
        for (text, reason) in [("", "it is empty"), ("# none\n", comments)] {
            try Data(text.utf8).write(to: URL(filePath: path))
            #expect(SharedKeys().use(files: [path]) == ["No keys in \(path): \(reason)"])
        }
    }

    @Test("The rows of a changed table of keys take the place of the old ones")
    func changedRows() {
        let keys = SharedKeys()
        keys.use(path: "", rows: [row(Self.wrong)], passphrases: "")
        #expect(keys.problems.map(\.note) == [.keyFileLine] && keys.ring.isEmpty)
        keys.use(path: "", rows: [row(Sample.fernetKeyFile)], passphrases: "")
        #expect(keys.problems.isEmpty && !keys.ring.isEmpty)
        keys.use(path: "", rows: [], passphrases: "")
        #expect(keys.problems.isEmpty && keys.ring.isEmpty)
    }

    @Test("A problem with the keys is noted at the connection's first frame, and at no other")
    func problemsAreToldOnce() throws {
        let frames = try SampleSession(.fernetPSK).frames.map(\.bytes)
        let found = SessionDissection(keys: Self.wrong).frames(frames).map { $0.notes.contains(.keyFileLine) }
        #expect(found.first == true && !found.dropFirst().contains(true))
    }

    /// What the dissector of bare tokens says of the same token, twice in one conversation.
    private func tokens(_ row: KeyRow) -> [DissectedPDU] {
        let keys = SharedKeys()
        keys.use(path: "", rows: [row], passphrases: "")
        let dissector = FernetDissector(keys: keys)
        let conversation = dissector.makeConversation()
        let token = Array(FernetVectors.token.utf8)
        return (0..<2).map { _ in
            var plan = Plan()
            let pdu = PDU(reportedLength: token.count, isFirstPass: true)
            _ = dissector.dissect(token.span.bytes, pdu, in: conversation, into: &plan)
            return DissectedPDU(plan: PlanCopy(plan))
        }
    }

    @Test("A problem with the keys is noted at the first bare token, and at no other")
    func problemsAreToldAtTheFirstToken() {
        #expect(tokens(row(Self.wrong)).map(\.notes) == [[FernetNotes.noKeys], []])
    }

    @Test("A bare token names the place of the key that opened it, and none without such a key")
    func tokensNameTheirKey() {
        let key = Array(FernetVectors.keyText.utf8)
        let place = ["key table row 1 (door)"]
        #expect(tokens(row(key, comment: "door")).map { $0.texts(of: FernetFields.keyName) } == [place, place])
        #expect(tokens(row(Sample.wrongFernetKeyFile)).allSatisfy { $0.texts(of: FernetFields.keyName).isEmpty })
    }
}
