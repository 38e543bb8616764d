// SPDX-License-Identifier: Apache-2.0
public import KaitaiStruct
import YAML

/// A protocol of somebody else's, as a description in Kaitai Struct's language says it with the names that begin with `-`.
public final class DescribedProtocol {
    /// The description's program, and its warnings.
    public private(set) var description: Description
    let names: ProtocolNames
    /// Numbers of the types of the units of each side, in their order; the last one repeats.
    let clientTypes: [Int]
    let serverTypes: [Int]
    /// Whether the protocol itself is made of Fernet tokens.
    let hasTokens: Bool

    /// The description's `id`, with which display filters begin.
    public var id: String { description.name }
    /// What it is called.
    public var title: String { description.title ?? description.name }
    var program: Program { description.program }
    var traffic: Traffic { names.traffic }

    /// Reads and checks a description.
    ///
    /// - Parameters:
    ///   - text: the YAML of the file.
    ///   - file: the file as messages name it.
    ///   - importing: gives the file that `imports` names, without `.ksy`, from the file that says so; `nil` if there is none.
    /// - Throws: `Description.Errors`: all that is wrong with it.
    public init(
        _ text: String, file: String,
        importing: @escaping (_ name: String, _ from: String) -> Description.ImportedFile? = { _, _ in nil }
    ) throws(Description.Errors) {
        let names = ProtocolNames()
        let description = try Description(text, file: file, names: names, importing: importing)
        try description.check { description, diagnostics in
            let declared = DescribedFields.most(of: description.program)
            if declared > DescribedFields.limit {
                diagnostics.error(
                    "this description may have up to \(declared) fields and notes; the limit is \(DescribedFields.limit)",
                    at: TextPlace(line: 1, column: 1), in: file)
            }
            for side in [names.traffic.client, names.traffic.server] {
                for type in side {
                    guard let number = description.type(named: type.name) else {
                        diagnostics.error("there is no type \(type.name)", at: type.place, in: file)
                        continue
                    }
                    if description.takesArguments(number) {
                        diagnostics.error(
                            "\(type.name) takes arguments, and a unit has none to give", at: type.place, in: file)
                    }
                }
            }
        }
        self.names = names
        func numbers(_ types: [Traffic.UnitType]) -> [Int] {
            let found = types.compactMap { description.type(named: $0.name) }
            return found.isEmpty ? [description.program.root] : found
        }
        clientTypes = numbers(names.traffic.client)
        serverTypes = numbers(names.traffic.server)
        hasTokens = description.program.externals.contains { $0.kind == .process && $0.name == "fernet" }
        self.description = description
    }

    /// Adds an expression about a value of the description's own type.
    ///
    /// - Throws: `Description.Errors`, at line 1.
    public func add(expression text: String) throws(Description.Errors) -> ProgramExpression {
        try description.add(expression: text)
    }

    /// The types of a side's units.
    func types(of side: Side) -> [Int] { side == .client ? clientTypes : serverTypes }
}
