// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession
import Testing

@Suite struct FernetKeyListTests {
    private static let one = "05VLSfGAYJSMv28CNccIEQVPPuaCgxrZ3ahytzCmtbk="
    private static let two = "Pfko2anzoyJgbAkNnM5u2urLbD88Bthd4WwRBJahF1g="

    private func read(_ text: String, limit: Int = 9) -> (keys: [String], problems: [FernetKeyList.Problem]) {
        let (entries, problems) = FernetKeyList.read(Array(text.utf8), limit: limit)
        let keys = entries.map { entry in
            let key = entry.key.text() == Array(Self.one.utf8) ? "one" : "two"
            let name = entry.name.map { String(decoding: $0, as: UTF8.self) + " " } ?? ""
            return "\(entry.line)\(entry.number.map { ".\($0)" } ?? "") \(name)\(key)"
        }
        return (keys, problems)
    }

    @Test("Keys are read from lines, with a name or without, and from lists with commas and blanks")
    func keysOfLinesAndLists() {
        let (one, two) = (Self.one, Self.two)
        for (text, keys) in [
            ("\(one)", ["1 one"]), ("# keys\n\n\(one)\r\n\(two)", ["3 one", "4 two"]),
            ("door \(one) # door", ["1 door one"]),
            ("\(one),\(two)", ["1.1 one", "1.2 two"]), ("\(one), \(two),", ["1.1 one", "1.2 two"]),
            ("\(one) \(two)", ["1.1 one", "1.2 two"]), ("b'\(one)', b'\(two)'", ["1.1 one", "1.2 two"]),
            ("AIRFLOW__CORE__FERNET_KEY=\(one),\(two)", ["1.1 one", "1.2 two"]),
            ("fernet_key = \(one),\(two)", ["1.1 one", "1.2 two"]), ("KEYS=\"\(one),\(two)\"", ["1.1 one", "1.2 two"]),
            ("", []),
        ] {
            let found = read(text)
            #expect(found.keys == keys && found.problems.isEmpty, "\(text)")
        }
        #expect(read("\(one),\(two)\n\(one)", limit: 1).keys == ["1.1 one"])
    }

    @Test("A line without a key is a problem that tells its number, and a PEM is told from others")
    func linesWithoutKeys() {
        let found = read(
            "\(Self.one)\nxyzzy\n-----BEGIN PRIVATE KEY-----\n\(Self.one),xyzzy\na b \(Self.one)\n\(Self.two.dropFirst())"
        )
        #expect(found.keys == ["1 one"])
        #expect(
            found.problems.map(\.line) == [2, 3, 4, 5, 6]
                && found.problems.map(\.isPEM) == [false, true, false, false, false])
    }
}
