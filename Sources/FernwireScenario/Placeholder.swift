// SPDX-License-Identifier: Apache-2.0

/// What a scenario leaves open in its texts, such as `{badge}`, and each copy of it fills in another way.
///
/// All words for one placeholder have the same length, so that the length of a record does not tell which one it is.
public enum Placeholder: String, CaseIterable, Sendable {
    case badge, door, name, time, word

    /// The placeholder as texts have it.
    public var mark: String { "{\(rawValue)}" }

    /// The marks of all placeholders, for people.
    public static var list: String { allCases.map(\.mark).joined(separator: ", ") }

    /// Returns a word for it.
    func draw(_ numbers: inout some RandomNumberGenerator) -> String {
        switch self {
        case .badge: "\(Int.random(in: 10_000...99_999, using: &numbers))"
        case .door: Self.draw(Self.doors, &numbers)
        case .name: Self.draw(Self.names, &numbers)
        case .time:
            Self.twoDigits(Int.random(in: 0...23, using: &numbers)) + ":"
                + Self.twoDigits(Int.random(in: 0...59, using: &numbers))
        case .word: Self.draw(Self.words, &numbers)
        }
    }

    /// Returns a code word, such as `cedar-482`.
    static func codeWord(_ numbers: inout some RandomNumberGenerator) -> String {
        "\(draw(words, &numbers))-\(Int.random(in: 100...999, using: &numbers))"
    }

    private static func draw(_ words: [String], _ numbers: inout some RandomNumberGenerator) -> String {
        words.randomElement(using: &numbers) ?? ""
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    static let doors = list(
        """
        attic black brown cabin court depot front glass green inner lobby lower north outer south steel
        upper vault white annex
        """)
    static let names = list(
        """
        Agnes Alice Bruno Chloe Clara Cyril David Diana Elena Emile Fadil Frank Greta Heidi Ivana James
        Karen Laura Maria Nadia Oscar Paula Quinn Ralph Simon Tanja Ulric Vince Wanda Yusuf Zelda Boris
        """)
    static let words = list(
        """
        amber anvil basil birch cedar cliff comet coral crane delta eagle ember fable flint glade grove
        heron ivory jewel lilac lotus maple medal nylon ocean olive onion opera otter pearl petal piano
        plaza prism quill raven ridge river robin satin scarf shell slate spark storm sugar table tiger
        topaz torch tulip umbra velum viola wagon waltz wheat zebra
        """)

    private static func list(_ words: String) -> [String] {
        words.split(whereSeparator: \.isWhitespace).map(String.init)
    }
}
