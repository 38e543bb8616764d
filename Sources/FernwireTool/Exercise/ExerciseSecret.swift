// SPDX-License-Identifier: Apache-2.0
import FernwireCapture
import FernwireConsole
import FernwireCrypto
import FernwireScenario
import FernwireSession

/// The secret that all keys, random numbers and words of a class's exercise follow from.
///
/// ### Invariants
/// - It has 32 bytes of OpenSSL's random generator, so that nobody finds a student's keys by trying seeds.
struct ExerciseSecret: Sendable {
    private let bytes: SecretBytes

    static let length = 32

    init(_ bytes: SecretBytes) { self.bytes = bytes }

    static func random() -> ExerciseSecret { ExerciseSecret(.random(count: length)) }

    /// Reads the file that ``text()`` was written to.
    init(reading path: String) throws(CommandError) {
        // An error must not show the secret, and a path has not this form.
        guard !Self.isSecret(Array(path.utf8)[...]) else {
            throw CommandError(
                "--seed takes the path of the file seed.txt, not what it holds: others can see the arguments of a command"
            )
        }
        var text = try FileAccess.readKey(path)
        defer { wipe(&text) }
        var digits = text[...]
        while let last = digits.last, last == 0x0A || last == 0x0D { digits.removeLast() }
        guard Self.isSecret(digits), let bytes = SymmetricKeyText.decode(digits) else {
            throw CommandError(
                "\(path) is no seed of an exercise: give the file teacher/seed.txt, which has 64 hexadecimal digits."
                    + " A number would not do, since others could guess it")
        }
        self.bytes = bytes
    }

    private static func isSecret(_ text: ArraySlice<UInt8>) -> Bool {
        text.count == 2 * length && text.allSatisfy { Hex.digit($0) != nil }
    }

    /// Returns the secret as 64 hexadecimal digits. The caller wipes them.
    func text() -> [UInt8] { SymmetricKeyText.hexadecimal(bytes) + [0x0A] }

    /// Returns what a student's copy of a scenario follows from. Another name, or another scenario, gives another one.
    func share(of student: Student, in scenario: Scenario) -> StudentSecret {
        let info = Array("fernwire exercise\u{0}\(student.name)\u{0}\(scenario.yaml)".utf8)
        return StudentSecret(HKDF.derive(secret: bytes, salt: [], info: info, length: Self.length))
    }
}

/// What one student's copy of an exercise follows from.
struct StudentSecret: Sendable {
    private let bytes: SecretBytes

    fileprivate init(_ bytes: SecretBytes) { self.bytes = bytes }

    /// Returns the copy of `scenario` with the student's own words.
    func filled(_ scenario: Scenario) throws(ScenarioFile.Failure) -> Scenario.Filled {
        var numbers = SplitMix64(seed: part("words", length: 8).bytes.integer(at: 0, width: 8))
        return try scenario.filled(&numbers)
    }

    /// Returns what makes the student's capture of `scenario`.
    func generator(of scenario: Scenario) throws(GeneratorError) -> Generator {
        Generator(
            secret: part("session", length: 32), keys: try .derived(from: part("keys", length: 32), for: scenario))
    }

    private func part(_ name: String, length: Int) -> SecretBytes {
        HKDF.derive(secret: bytes, salt: [], info: Array(name.utf8), length: length)
    }
}
