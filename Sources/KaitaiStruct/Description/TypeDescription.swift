// SPDX-License-Identifier: Apache-2.0
import YAML

/// A type as its file describes it: a whole file, or an entry of `types`.
final class TypeDescription {
    /// The last part of its name.
    let name: String
    /// The type that it is nested in; `nil` for a whole file.
    unowned let owner: TypeDescription?
    /// The file, as it was named.
    let file: String
    let place: TextPlace
    var meta = MetaDescription()
    var doc: String?
    var parameters: [AttributeDescription] = []
    var sequence: [AttributeDescription] = []
    var instances: [AttributeDescription] = []
    var types: [TypeDescription] = []
    var enumerations: [EnumerationDescription] = []
    /// What a value of the type says of itself.
    var text: WrittenExpression?
    /// `-note`
    var notes: [NoteDescription] = []
    /// Other keys that begin with `-`, for whoever reads the description.
    var extensions: [YAMLNode.Entry] = []
    /// Its number among all types of the program.
    var number = 0
    /// For a whole file: those that it imports, by name.
    var imports: [TypeDescription] = []

    init(name: String, owner: TypeDescription?, file: String, place: TextPlace) {
        self.name = name
        self.owner = owner
        self.file = file
        self.place = place
    }

    /// The type of the whole file.
    var top: TypeDescription {
        var type = self
        while let owner = type.owner { type = owner }
        return type
    }

    /// Its names from the file's on, with `::` between them.
    var path: String { owner.map { $0.path + "::" + name } ?? name }

    // What follows is for use once the type was read.

    /// Parameters, then the sequence, then instances: the order of the slots of a value.
    private(set) lazy var members = parameters + sequence + instances
    /// The slots of the members, by name.
    private(set) lazy var slots = Dictionary(members.enumerated().map { ($1.name, $0) }) { first, _ in first }
    /// The types that are nested in it, by name.
    private(set) lazy var typesByName = Dictionary(types.map { ($0.name, $0) }) { first, _ in first }
}

/// What `meta` says.
struct MetaDescription {
    /// The byte order of multi-byte numbers.
    enum Endianness {
        case big, little
        /// The first case that equals `value` decides.
        case switched(on: WrittenExpression, cases: [(value: WrittenExpression?, isLittle: Bool)])
    }

    var endianness: Endianness?
    /// Whether bit fields begin at the least significant bit.
    var bitsAreLittleEndian: Bool?
    var encoding: (name: String, place: TextPlace)?
    var title: String?
    var imports: [(name: String, place: TextPlace)] = []
    /// Whether types that nothing defines are allowed.
    var allowsOpaqueTypes = false
}

/// Names for the values of an integer.
final class EnumerationDescription {
    struct Member {
        let value: Int128
        let name: String
        let doc: String?
    }

    let name: String
    unowned let owner: TypeDescription
    let place: TextPlace
    var members: [Member] = []
    /// Its number among all enumerations of the program.
    var number = 0

    init(name: String, owner: TypeDescription, place: TextPlace) {
        self.name = name
        self.owner = owner
        self.place = place
    }

    var path: String { owner.path + "::" + name }
}

/// An expression with its text and the place where that begins.
struct WrittenExpression {
    let expression: Expression
    let place: TextPlace
}
