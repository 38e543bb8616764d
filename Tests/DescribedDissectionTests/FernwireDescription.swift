// SPDX-License-Identifier: Apache-2.0
import FernwireWire
import Foundation
import KaitaiStruct
import Testing

/// docs/fernwire.ksy, and what it reads.
struct FernwireDescription {
    let program: Program
    let warnings: [String]

    init() throws {
        let path = "docs/fernwire.ksy"
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(path: path), encoding: .utf8)
        let description = try Description(text, file: path)
        program = description.program
        warnings = description.warnings.map(\.text)
    }

    /// Types whose value stands for one field of a schema, of which they say more than the schema does: the bits of the
    /// flags, and the data of the extension `versions`. PROTOCOL.md §10 and §3.10.
    static let details = ["flags": ["reserved", "protected"], "versions": ["version"]]

    func type(_ name: String) throws -> Int {
        try #require(program.types.firstIndex { $0.path == "fernwire::\(name)" }, "there is no type \(name)")
    }

    /// The fields that `bytes` have as a frame, or as a value of the type with a name.
    ///
    /// - Parameter withDetails: whether ``details`` are among them, each after the field that it is of.
    /// - Throws: `ReadFailure` for bytes that do not have the form.
    func leaves(of bytes: [UInt8], as type: String? = nil, withDetails: Bool = false) throws -> [Leaf] {
        let evaluation = Evaluation(program)
        try evaluation.read(bytes[...], as: try type.map { try self.type($0) } ?? program.root)
        let all = try leaves(of: 0, evaluation)
        return withDetails ? all : all.filter { !$0.isDetail }
    }

    /// Why bytes cannot be read; `nil` if they can.
    func failure(of bytes: [UInt8], as type: String? = nil) throws -> ReadFailure? {
        do {
            _ = try leaves(of: bytes, as: type)
            return nil
        } catch let failure as ReadFailure {
            return failure
        }
    }

    func reads(_ bytes: [UInt8], as type: String? = nil) throws -> Bool { try failure(of: bytes, as: type) == nil }

    private func leaves(of structure: Int32, _ evaluation: Evaluation) throws -> [Leaf] {
        try evaluation.members(of: structure).flatMap { member -> [Leaf] in
            if let failure = member.failure { throw failure }
            guard let range = member.range else { return [] }
            guard case .array(let number) = member.value else {
                return try leaves(member.name, member.value, range, evaluation)
            }
            return try evaluation.elements(of: number).flatMap { element in
                try leaves(member.name, element.value, try #require(element.range), evaluation)
            }
        }
    }

    private func leaves(_ name: String, _ value: Value, _ range: ByteRange, _ evaluation: Evaluation) throws -> [Leaf] {
        switch value {
        case .absent: return []
        case .bytes(let range), .encoded(let range, _): return [Leaf(name, range.places)]
        case .structure(let number):
            let inner = try leaves(of: number, evaluation)
            if let names = Self.details[evaluation.typeName(of: number)] {
                return [try field(name, range.places, of: inner, names)] + inner.map(\.asDetail)
            }
            return (Layout.groups.contains(name) ? [Leaf(name, range.places)] : []) + inner
        case .boolean(let isSet): return [Leaf(name, range.places, isSet ? 1 : 0)]
        case .integer, .large, .enumeration, .largeEnumeration:
            return [Leaf(name, range.places, value.wholeNumber.flatMap { UInt64(exactly: $0) })]
        case .unset, .open, .float, .string, .array, .stream, .external, .deferred, .sealed:
            Issue.record("\(name) is nothing that a schema has")
            return []
        }
    }

    /// The field of a schema that details make up, which have all its bytes.
    private func field(_ name: String, _ places: Range<Int>, of details: [Leaf], _ names: [String]) throws -> Leaf {
        #expect(Set(details.map(\.name)).isSubset(of: names))
        #expect(Set(details.flatMap(\.range)) == Set(places))
        guard details.map(\.name) == names, names == Self.details["flags"] else { return Leaf(name, places) }
        // Seven bits, then one.
        let (high, low) = (try #require(details[0].number), try #require(details[1].number))
        return Leaf(name, places, high << 1 | low)
    }
}

/// A field with its bytes, and with its number if it is one.
struct Leaf: Equatable, CustomStringConvertible {
    let name: String
    let range: Range<Int>
    let number: UInt64?
    /// Whether no schema has the field, and the field before it is the schema's.
    private(set) var isDetail = false

    init(_ name: String, _ range: Range<Int>, _ number: UInt64? = nil) {
        (self.name, self.range, self.number) = (name, range, number)
    }

    var asDetail: Leaf {
        var detail = self
        detail.isDetail = true
        return detail
    }

    var description: String { "\(name) \(range)" + (number.map { " = \($0)" } ?? "") }
}

extension ByteRange {
    fileprivate var places: Range<Int> { Int(start)..<Int(end) }
}
