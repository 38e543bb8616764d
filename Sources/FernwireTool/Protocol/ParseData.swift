// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FernwireConsole
import KaitaiStruct

/// `fernwire protocol parse`.
struct ParseData: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parse", abstract: "Read data as a description says, and show what they hold.",
        discussion: "Each line is a value: the bytes that it has in the data, its name, and what it is.")

    @OptionGroup var argument: DescriptionArgument

    @Argument(help: ArgumentHelp("File to read, or - for standard input.", valueName: "data"))
    var data: String

    @Flag(help: "Write JSON instead of a tree.")
    var json = false

    func run() throws {
        let description = try argument.description()
        let evaluation = Evaluation(description.program)
        var failure: ReadFailure?
        let bytes = try DescriptionFiles.data(data)
        do throws(ReadFailure) {
            try evaluation.read(bytes)
        } catch {
            failure = error
        }
        if json {
            do throws(ReadFailure) {
                StandardOutput.write(line: try ValueText.json(.structure(0), in: evaluation))
            } catch {
                failure = failure ?? error
            }
        } else {
            var tree = ValueTree(evaluation)
            tree.add(.structure(0))
            StandardOutput.write(tree.text)
            failure = failure ?? tree.failure
        }
        if let failure { throw CommandError(failure, data) }
    }
}

/// The values of an evaluation as an indented list, as far as they were read.
struct ValueTree {
    private(set) var text: [UInt8] = []
    /// Why an instance cannot be read; the first one that cannot.
    private(set) var failure: ReadFailure?
    private let evaluation: Evaluation
    /// Bytes or characters of a value that are shown.
    private static let limit = 64

    init(_ evaluation: Evaluation) {
        self.evaluation = evaluation
    }

    /// Adds what the value holds, unless that belongs elsewhere, as for an instance that computes a structure around it.
    mutating func add(_ value: Value, isOwn: Bool = true, depth: Int = 0) {
        switch value {
        case .structure(let number):
            guard isOwn else { return }
            for member in evaluation.members(of: number) {
                failure = failure ?? member.failure
                add(member, depth: depth)
            }
        case .array(let number):
            for (index, element) in evaluation.elements(of: number).enumerated() {
                line("[\(index)]", element.value, at: element.range, depth: depth)
                add(element.value, isOwn: isOwn, depth: depth + 1)
            }
        case .unset, .open, .absent, .integer, .large, .float, .boolean, .bytes, .encoded, .string, .enumeration,
            .largeEnumeration, .stream:
            break
        }
    }

    private mutating func add(_ member: Evaluation.MemberValue, depth: Int) {
        if case .absent = member.value { return }
        if case .unset = member.value { return }
        line(member.name, member.value, at: member.range, depth: depth)
        add(member.value, isOwn: member.range != nil, depth: depth + 1)
    }

    private mutating func line(_ name: String, _ value: Value, at range: ByteRange?, depth: Int) {
        var place = "            "
        if let range {
            let buffer = range.buffer > 0 ? "\(range.buffer):" : ""
            place = "\(buffer)\(range.start)-\(range.end)"
            place += String(repeating: " ", count: max(0, 12 - place.count))
        }
        let said = said(value)
        let line = place + String(repeating: "  ", count: depth) + name + (said.isEmpty ? "" : ": " + said)
        text += Array(line.utf8) + [0x0A]
    }

    private func said(_ value: Value) -> String {
        switch value {
        case .structure(let number): return evaluation.typeName(of: number)
        case .array(let number): return "\(evaluation.elements(of: number).count) elements"
        case .bytes(let range):
            let shown = evaluation.bytes(range).prefix(Self.limit)
                .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            return shown + (range.count > Self.limit ? "… (\(range.count) bytes)" : "")
        case .enumeration(let number, let value):
            let name = evaluation.program.enumerations[Int(number)].name(of: Int128(value))
            return name.map { "\($0) (\(value))" } ?? "\(value)"
        case .encoded, .string:
            let all = (try? evaluation.string(value)) ?? ""
            return harmless(Array(ValueText.quoted(String(all.prefix(Self.limit))).utf8))
                + (all.count > Self.limit ? "…" : "")
        case .unset, .open, .absent, .integer, .large, .float, .boolean, .largeEnumeration, .stream:
            return (try? ValueText.json(value, in: evaluation)) ?? ""
        }
    }
}
