// SPDX-License-Identifier: Apache-2.0
import DescribedDissection
import FernwireConsole
import KaitaiStruct

/// The values of an evaluation as an indented list, as far as they were read.
struct ValueTree {
    private(set) var text: [UInt8] = []
    /// Why an instance cannot be read; the first one that cannot.
    private(set) var failure: ReadFailure?
    /// What was said beside values, by the path of the member.
    private(set) var remarks: [(member: String, remark: String)] = []
    private let evaluation: Evaluation
    /// What is to be said of a member beside its value.
    private let remarksOf: (_ slot: Int, _ structure: Int32) -> [String]
    /// Bytes or characters of a value that are shown.
    private static let limit = 64

    init(_ evaluation: Evaluation, remarks: @escaping (_ slot: Int, _ structure: Int32) -> [String] = { _, _ in [] }) {
        self.evaluation = evaluation
        remarksOf = remarks
    }

    /// Adds what the value holds, unless that belongs elsewhere, as for an instance that computes a structure around it.
    mutating func add(_ value: Value, isOwn: Bool = true, depth: Int = 0, path: String = "") {
        switch value {
        case .structure(let number):
            guard isOwn else { return }
            let type = evaluation.program.types[evaluation.type(of: number)]
            for member in evaluation.members(of: number)
            where type.shows(member.slot) || !member.isNamed {
                if case .sealed = member.failure?.reason {} else { failure = failure ?? member.failure }
                add(member, of: number, depth: depth, path: path)
            }
        case .array(let number):
            for (index, element) in evaluation.elements(of: number).enumerated() {
                line("[\(index)]", element.value, at: element.range, depth: depth)
                add(element.value, isOwn: isOwn, depth: depth + 1, path: "\(path)[\(index)]")
            }
        case .unset, .open, .absent, .integer, .large, .float, .boolean, .bytes, .encoded, .string, .enumeration,
            .largeEnumeration, .stream, .external, .deferred, .sealed:
            break
        }
    }

    private mutating func add(_ member: Evaluation.MemberValue, of structure: Int32, depth: Int, path: String) {
        if case .absent = member.value { return }
        if case .unset = member.value { return }
        let path = path.isEmpty ? member.name : path + "." + member.name
        line(member.name, member.value, at: member.range, depth: depth)
        for remark in remarksOf(member.slot, structure) {
            remarks.append((path, remark))
            text += Array((String(repeating: " ", count: 14 + 2 * depth) + "(\(remark))\n").utf8)
        }
        add(member.value, isOwn: member.range != nil, depth: depth + 1, path: path)
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
            let shown = ValueText.hexadecimal(evaluation.bytes(range).prefix(Self.limit))
            return shown + (range.count > Self.limit ? "… (\(range.count) bytes)" : "")
        case .enumeration(let number, let value):
            let name = evaluation.program.enumerations[Int(number)].name(of: Int128(value))
            return name.map { "\($0) (\(value))" } ?? "\(value)"
        case .encoded, .string:
            let all = (try? evaluation.string(value)) ?? ""
            return harmless(Array(JSON.quoted(String(all.prefix(Self.limit))).utf8))
                + (all.count > Self.limit ? "…" : "")
        case .sealed, .deferred: return ""
        case .unset, .open, .absent, .integer, .large, .float, .boolean, .largeEnumeration, .stream, .external:
            return (try? ValueText.json(value, in: evaluation)) ?? ""
        }
    }
}
