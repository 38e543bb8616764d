// SPDX-License-Identifier: Apache-2.0

// What was read, for whoever shows it.
extension Evaluation {
    /// A member of a structure with its value.
    public struct MemberValue: Sendable {
        public let name: String
        /// Whether the description gives it a name.
        public let isNamed: Bool
        public let value: Value
        /// The bytes that it was read from; `nil` for a member that is computed or passed. The value of such a member may be
        /// a structure that belongs to another member, even one around it.
        public let range: ByteRange?
        /// Why it cannot be read or computed; `nil` if it was.
        public let failure: ReadFailure?
    }

    /// The members of a structure in the order of the description: those of the sequence as far as they were read, then the
    /// instances, which are read or computed now.
    public func members(of structure: Int32) -> [MemberValue] {
        let record = structures[Int(structure)]
        let type = program.types[Int(record.type)]
        return type.members.indices.map { slot in
            let member = type.members[slot]
            var failure: ReadFailure?
            if type.instances.contains(slot) {
                do throws(ReadFailure) { _ = try self.member(slot, of: structure) } catch { failure = error }
            }
            let place = Int(record.base) + slot
            var range: ByteRange?
            if case .reading = member.source { range = ranges[place] }
            return MemberValue(
                name: member.name, isNamed: !member.name.hasPrefix("_"), value: slots[place], range: range,
                failure: failure)
        }
    }

    /// The elements of an array, with the bytes that each was read from; without them in a list of an expression.
    public func elements(of array: Int32) -> [(value: Value, range: ByteRange?)] {
        let (values, ranges) = (arrays[Int(array)], elementRanges[Int(array)])
        return values.enumerated().map { ($1, $0 < ranges.count ? ranges[$0] : nil) }
    }

    /// The name of the type of a structure.
    public func typeName(of structure: Int32) -> String { program.types[Int(structures[Int(structure)].type)].name }
}
