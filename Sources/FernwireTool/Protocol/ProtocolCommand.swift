// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import DescribedDissection
import FernwireConsole
import KaitaiStruct

/// `fernwire protocol`.
struct ProtocolCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "protocol", abstract: "Check and try descriptions of protocols in Kaitai Struct's language.",
        subcommands: [NewDescription.self, CheckDescription.self, ParseData.self, EvaluateExpressions.self])
}

/// The description that a command is about.
struct DescriptionArgument: ParsableArguments {
    @Argument(help: ArgumentHelp("Description, a .ksy file.", valueName: "file"))
    var file: String

    @Option(
        name: .customLong("import-path"),
        help: ArgumentHelp(
            "Folder in which imports that begin with / are looked for, after the description's own.",
            valueName: "folder"))
    var importPaths: [String] = []

    /// Reads and checks the description. What is wrong goes to standard error, a line each.
    ///
    /// - Throws: `ExitCode` when it cannot be used, `CommandError` when it cannot be read.
    func described() throws -> DescribedProtocol {
        let files = DescriptionFile(importPaths: importPaths)
        let text = try DescriptionFiles.text(file, files)
        do throws(Description.Errors) {
            return try DescribedProtocol(text, file: file) { name, from in files.imported(name, by: from) }
        } catch {
            Self.write(error.diagnostics)
            throw ExitCode.failure
        }
    }

    static func write(_ diagnostics: [Diagnostic]) {
        for diagnostic in diagnostics { StandardOutput.write(errorLine: harmless(Array(diagnostic.text.utf8))) }
    }
}

/// `fernwire protocol check`.
struct CheckDescription: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Say everything that is wrong with a description.",
        discussion:
            "Each line names file, line and column. A warning is a failure here, though the description can be used.")

    @OptionGroup var argument: DescriptionArgument

    func run() throws {
        let description = try argument.described().description
        guard description.warnings.isEmpty else {
            DescriptionArgument.write(description.warnings)
            throw ExitCode.failure
        }
        StandardOutput.write(line: "\(argument.file): \(description.program.types.count) types, nothing is wrong")
    }
}

/// `fernwire protocol eval`.
struct EvaluateExpressions: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval", abstract: "Read data as a description says, and evaluate expressions about them.",
        discussion: "Each expression gives a line of JSON.")

    @OptionGroup var argument: DescriptionArgument

    @Argument(help: ArgumentHelp("File to read, or - for standard input.", valueName: "data"))
    var data: String

    @Argument(
        help: ArgumentHelp("Expressions in the description's language, such as header.length.", valueName: "expression")
    )
    var expressions: [String] = []

    @Option(help: ArgumentHelp("File of keys, or folder of such files.", valueName: "path"))
    var keys: [String] = []

    func run() throws {
        let described = try argument.described()
        var compiled: [ProgramExpression] = []
        for text in expressions {
            do throws(Description.Errors) {
                compiled.append(try described.add(expression: text))
            } catch {
                throw CommandError(
                    error.diagnostics.map { "\($0.file), column \($0.place.column): \($0.message)" }.joined(
                        separator: "\n"))
            }
        }
        let capture = DescribedCapture(described, keys: try KeyFiles.read(keys))
        if let failure = capture.read(try DescriptionFiles.data(data)) { throw CommandError(failure, data) }
        do throws(ReadFailure) {
            for expression in compiled {
                let value = try capture.evaluation.value(of: expression)
                StandardOutput.write(line: try ValueText.json(value, in: capture.evaluation))
            }
        } catch {
            throw CommandError(error, data)
        }
    }
}

extension CommandError {
    /// - Parameter failure: why the file at `path` cannot be read as a description says.
    init(_ failure: ReadFailure, _ path: String) {
        let place = failure.range.map { ", bytes \($0.start) to \($0.end)" } ?? ""
        let member = failure.member.isEmpty ? "" : "\(failure.member): "
        self.init("\(path)\(place): \(member)\(failure.name): \(failure.message)")
    }
}
