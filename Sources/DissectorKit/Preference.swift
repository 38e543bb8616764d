// SPDX-License-Identifier: Apache-2.0
package import CDissectorKit
public import WireSchema

/// A preference under Edit → Preferences → Protocols, whose value is a `Value`.
///
/// A preference is declared once, as a static constant, and names its value in ``PreferenceValues``.
public struct Preference<Value: Sendable>: AnyPreference {
    /// The number that the process gave to the preference.
    public let number: UInt16

    private init(_ type: PreferenceType, _ name: PermanentText, texts: PreferenceTexts, initially: UInt32 = 0) {
        number = allPreferences.add(
            PreferenceDeclaration(type: type, name: name, texts: texts, initially: initially))
    }
}

extension Preference where Value == String {
    /// The path of a file to read; empty when the user sets none.
    ///
    /// - Parameters:
    ///   - name: the name below the protocol's, such as `key_file`.
    ///   - title: the label in the dialog.
    ///   - summary: the help beside it.
    public static func file(_ name: PermanentText, title: PermanentText, summary: PermanentText) -> Self {
        Self(.path, name, texts: PreferenceTexts(title: title, summary: summary))
    }

    /// The path of a folder; empty when the user sets none.
    ///
    /// - Parameters:
    ///   - name: the name below the protocol's.
    ///   - title: the label in the dialog.
    ///   - summary: the help beside it.
    public static func folder(_ name: PermanentText, title: PermanentText, summary: PermanentText) -> Self {
        Self(.folder, name, texts: PreferenceTexts(title: title, summary: summary))
    }
}

extension Preference where Value == String {
    /// A line of text that the user writes; empty when the user writes none.
    ///
    /// - Parameters:
    ///   - name: the name below the protocol's.
    ///   - title: the label in the dialog.
    ///   - summary: the help beside it.
    public static func line(_ name: PermanentText, title: PermanentText, summary: PermanentText) -> Self {
        Self(.line, name, texts: PreferenceTexts(title: title, summary: summary))
    }
}

extension Preference where Value == Bool {
    /// A switch.
    public static func `switch`(
        _ name: PermanentText, title: PermanentText, summary: PermanentText, initially: Bool
    ) -> Self {
        Self(.switched, name, texts: PreferenceTexts(title: title, summary: summary), initially: initially ? 1 : 0)
    }
}

extension Preference where Value == UInt32 {
    /// A number.
    public static func number(
        _ name: PermanentText, title: PermanentText, summary: PermanentText, initially: UInt32
    ) -> Self {
        Self(.number, name, texts: PreferenceTexts(title: title, summary: summary), initially: initially)
    }
}

extension Preference where Value == [KeyRow] {
    /// A table of keys. A dissector may have one.
    ///
    /// - Parameters:
    ///   - name: the name below the protocol's.
    ///   - title: the label in the dialog.
    ///   - summary: the help beside it.
    ///   - valueSummary: what stands in the column for the key or the path.
    public static func keyTable(
        _ name: PermanentText, title: PermanentText, summary: PermanentText, valueSummary: PermanentText
    ) -> Self {
        Self(.keyTable, name, texts: PreferenceTexts(title: title, summary: summary, valueSummary: valueSummary))
    }
}

extension Preference where Value == Never {
    /// A line of text on the dissector's page, which the user reads and cannot change.
    ///
    /// - Parameters:
    ///   - name: a name below the protocol's, which nobody sees.
    ///   - title: the text.
    ///   - summary: the help beside it.
    public static func text(_ name: PermanentText, title: PermanentText, summary: PermanentText) -> Self {
        Self(.text, name, texts: PreferenceTexts(title: title, summary: summary))
    }
}

/// A ``Preference`` whatever its value.
public protocol AnyPreference: Sendable {
    /// The name that the process gave it.
    var number: UInt16 { get }
}

extension AnyPreference {
    package var declaration: PreferenceDeclaration { allPreferences[number] }
}

private let allPreferences = Numbered<PreferenceDeclaration>("preferences")

package struct PreferenceTexts: Sendable {
    package var title: PermanentText
    package var summary: PermanentText
    package var valueSummary: PermanentText = ""
}

package struct PreferenceDeclaration: Sendable {
    package let type: PreferenceType
    package let name: PermanentText
    package let texts: PreferenceTexts
    package let initially: UInt32
}

/// What the user set.
public struct PreferenceValues: Sendable {
    private var texts: [UInt16: String] = [:]
    private var numbers: [UInt16: UInt32] = [:]
    private var rows: [UInt16: [KeyRow]] = [:]

    /// Makes values that are all what they initially are.
    public init() {}

    /// The path or line that the user set; empty for none.
    public subscript(preference: Preference<String>) -> String {
        get { texts[preference.number] ?? "" }
        set { texts[preference.number] = newValue }
    }

    /// The number that the user set, or the initial one.
    public subscript(preference: Preference<UInt32>) -> UInt32 {
        get { numbers[preference.number] ?? preference.declaration.initially }
        set { numbers[preference.number] = newValue }
    }

    /// Whether the switch is on, by the user or initially.
    public subscript(preference: Preference<Bool>) -> Bool {
        get { (numbers[preference.number] ?? preference.declaration.initially) != 0 }
        set { numbers[preference.number] = newValue ? 1 : 0 }
    }

    /// The rows of the table of keys.
    public subscript(preference: Preference<[KeyRow]>) -> [KeyRow] {
        get { rows[preference.number] ?? [] }
        set { rows[preference.number] = newValue }
    }

    package mutating func set(_ preference: any AnyPreference, text: String) { texts[preference.number] = text }
    package mutating func set(_ preference: any AnyPreference, number: UInt32) { numbers[preference.number] = number }
    package mutating func set(_ preference: any AnyPreference, rows: [KeyRow]) {
        self.rows[preference.number] = rows
    }
}

/// A row of a table of keys.
public struct KeyRow: Sendable, Equatable {
    /// Whether `value` is the path of a file with keys, or a key itself.
    public var isFile: Bool
    /// Text. Whoever keeps it wipes it in the end.
    public var value: [UInt8]
    /// Text for people, which is no secret.
    public var comment: [UInt8]

    /// Gathers what stands in the columns.
    public init(isFile: Bool, value: [UInt8], comment: [UInt8]) {
        self.isFile = isFile
        self.value = value
        self.comment = comment
    }
}
