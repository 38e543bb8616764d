// SPDX-License-Identifier: Apache-2.0
import YAML

/// A description in Kaitai Struct's language, checked and ready to read bytes.
public struct Description {
    /// What reads bytes as the description says.
    public private(set) var program: Program
    /// What is better done otherwise.
    public let warnings: [Diagnostic]
    private let compiler: Compiler
    private let diagnostics: Diagnostics

    /// The description's `id`.
    public var name: String { program.types[program.root].name }
    /// The description's `title`.
    public var title: String? { compiler.types[program.root].meta.title }

    /// The number of the type with a name, looked for from the description's own type on.
    public func type(named name: String) -> Int? {
        compiler.names.type(
            TypeName(path: name.split(separator: ":", omittingEmptySubsequences: true).map(String.init)),
            from: compiler.types[program.root])?
            .number
    }

    /// Whether values of a type take arguments.
    public func takesArguments(_ type: Int) -> Bool { !program.types[type].parameters.isEmpty }

    /// Text of a file that a description imports.
    public struct ImportedFile: Sendable {
        /// The file as messages name it.
        public let file: String
        public let text: String

        public init(file: String, text: String) {
            self.file = file
            self.text = text
        }
    }

    /// Why a description cannot be used: everything that is wrong with it and with what it imports.
    public struct Errors: Error, Sendable {
        /// Errors and warnings by file and place.
        public let diagnostics: [Diagnostic]
    }

    /// Reads and checks a description.
    ///
    /// - Parameters:
    ///   - text: the YAML of the file.
    ///   - file: the file as messages name it.
    ///   - names: what expressions may name beside what the language has.
    ///   - importing: gives the file that `imports` names, without `.ksy`, from the file that says so; `nil` if there is none.
    /// - Throws: ``Errors``.
    public init(
        _ text: String, file: String, names: any ExternalNames = NoExternalNames(),
        importing: @escaping (_ name: String, _ from: String) -> ImportedFile? = { _, _ in nil }
    ) throws(Errors) {
        diagnostics = Diagnostics()
        var loader = ImportLoader(diagnostics: diagnostics, importing: importing)
        loader.load(text, file: file)
        guard let top = loader.tops.first else { throw Errors(diagnostics: diagnostics.sorted) }
        names.take(top.extensions, in: file, diagnostics)
        compiler = Compiler(tops: loader.tops, externalNames: names, diagnostics: diagnostics)
        program = compiler.compile()
        program.root = top.number
        compiler.program = program
        guard !diagnostics.hasErrors else { throw Errors(diagnostics: diagnostics.sorted) }
        warnings = diagnostics.sorted
    }

    /// Lets whoever reads the keys that begin with `-` say what is wrong with them.
    ///
    /// - Throws: ``Errors``, if they said so.
    public func check(_ body: (Description, Diagnostics) -> Void) throws(Errors) {
        body(self, diagnostics)
        guard !diagnostics.hasErrors else { throw Errors(diagnostics: diagnostics.sorted) }
    }

    /// Adds an expression about a value of a type to the program. Beside what a description may say, it may compare a value
    /// with null, a list with a list, and a value of an enumeration with an integer.
    ///
    /// - Parameters:
    ///   - text: the expression.
    ///   - type: the number of the type; `nil` for the description's own.
    /// - Throws: ``Errors``, at line 1.
    public mutating func add(expression text: String, about type: Int? = nil) throws(Errors) -> ProgramExpression {
        let scope = Scope(type: compiler.types[type ?? program.root], isQuestion: true)
        let expression: Expression
        do throws(ExpressionError) {
            expression = try ExpressionParser.expression(text)
        } catch {
            throw Self.errors(text, error.message, at: error.offset)
        }
        do throws(CheckError) {
            let (node, type) = try compiler.compile(expression, in: scope)
            program.nodes = compiler.program.nodes
            program.operands = compiler.program.operands
            program.strings = compiler.program.strings
            program.bytes = compiler.program.bytes
            program.externals = compiler.program.externals
            program.types = compiler.program.types
            return ProgramExpression(node: node, type: type)
        } catch {
            throw Self.errors(text, error.message, at: error.offset)
        }
    }

    private static func errors(_ text: String, _ message: String, at offset: Int) -> Errors {
        Errors(diagnostics: [
            Diagnostic(
                severity: .error, file: text, place: TextPlace(line: 1, column: 1 + offset), message: message)
        ])
    }
}

/// An expression of a program.
public struct ProgramExpression: Sendable {
    let node: NodeID
    /// What it gives.
    public let type: DataType
}

/// Reads a file and those that it imports, each once.
struct ImportLoader {
    let diagnostics: Diagnostics
    let importing: (_ name: String, _ from: String) -> Description.ImportedFile?
    private(set) var tops: [TypeDescription] = []
    private var files: Set<String> = []
    /// Files that one description may load.
    private static let limit = 100

    init(
        diagnostics: Diagnostics, importing: @escaping (_ name: String, _ from: String) -> Description.ImportedFile?
    ) {
        self.diagnostics = diagnostics
        self.importing = importing
    }

    mutating func load(_ text: String, file: String) {
        guard files.insert(file).inserted else { return }
        guard let top = DescriptionReader(file: file, diagnostics: diagnostics).read(text, named: file) else { return }
        tops.append(top)
        for (name, place) in top.meta.imports {
            guard let found = importing(name, file) else {
                diagnostics.error("there is no file \(name).ksy to import", at: place, in: file)
                continue
            }
            guard files.contains(found.file) || files.count < Self.limit else {
                diagnostics.error("more than \(Self.limit) files are imported, which is the limit", at: place, in: file)
                return
            }
            load(found.text, file: found.file)
        }
    }
}

extension Diagnostics {
    /// By file, in the order in which they were read, and by place.
    var sorted: [Diagnostic] {
        var order: [String: Int] = [:]
        for diagnostic in all where order[diagnostic.file] == nil { order[diagnostic.file] = order.count }
        return all.sorted { one, other in
            (order[one.file] ?? 0, one.place) < (order[other.file] ?? 0, other.place)
        }
    }
}
