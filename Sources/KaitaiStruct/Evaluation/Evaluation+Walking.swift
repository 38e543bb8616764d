// SPDX-License-Identifier: Apache-2.0

// What was read, for whoever shows it.
extension Evaluation {
    /// A member of a structure with its value.
    public struct MemberValue: Sendable {
        public let name: String
        /// Its place among the members of its type.
        public let slot: Int
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
                name: member.name, slot: slot, isNamed: member.isNamed, value: slots[place], range: range,
                failure: failure)
        }
    }

    // MARK: Single values, as they are by now

    /// The number of the type of a structure.
    public func type(of structure: Int32) -> Int { Int(structures[Int(structure)].type) }

    /// The value in a slot. That of an instance that nobody asked for is not computed.
    public func value(_ slot: Int, of structure: Int32) -> Value {
        slots[Int(structures[Int(structure)].base) + slot]
    }

    /// The bytes that the value in a slot was read from.
    public func range(_ slot: Int, of structure: Int32) -> ByteRange {
        ranges[Int(structures[Int(structure)].base) + slot]
    }

    /// Whether anything was read.
    public var hasStructures: Bool { !structures.isEmpty }

    /// Whether text in an encoding, by its number, is the same in ASCII.
    public func isASCII(_ range: ByteRange, _ encoding: Int32) -> Bool {
        guard range.buffer >= 0, encodings[Int(encoding)] == "ASCII" || encodings[Int(encoding)] == "UTF-8" else {
            return false
        }
        return bytes(range).allSatisfy { $0 < 0x80 }
    }

    /// All bytes of a buffer.
    public func buffer(_ number: Int32) -> [UInt8] { buffers[Int(number)] }

    /// All bytes of the stream that a structure is read from.
    public func bytes(of structure: Int32) -> ByteRange? {
        let stream = streams[Int(structures[Int(structure)].stream)]
        return ByteRange(buffer: stream.buffer, start: stream.start, end: stream.end)
    }

    /// The bytes of a member as they were before its process; `nil` if they were not kept.
    public func rawBytes(_ slot: Int, of structure: Int32) -> ByteRange? {
        guard let staging = program.types[type(of: structure)].members[slot].staging,
            case .bytes(let range) = value(staging.rawSlot, of: structure)
        else { return nil }
        return range
    }

    /// What came of the check of a member: a Boolean or why it was not made. `nil` if it has no check, or is not there.
    public func verdict(_ slot: Int, of structure: Int32) -> (value: Value, slot: Int)? {
        guard let check = program.types[type(of: structure)].members[slot].check else { return nil }
        let value = value(check.slot, of: structure)
        if case .unset = value { return nil }
        return (value, Int(structures[Int(structure)].base) + check.slot)
    }

    /// Computes an instance, unless that was done.
    ///
    /// - Returns: why it cannot be; `nil` if it can.
    public func compute(_ slot: Int, of structure: Int32) -> ReadFailure? {
        do throws(ReadFailure) {
            _ = try member(slot, of: structure)
            return nil
        } catch {
            return error
        }
    }

    /// Whether a note is said of a structure.
    public func says(_ note: Note, of structure: Int32) -> Bool {
        guard let condition = note.condition else { return true }
        return (try? boolean(condition, in: Surroundings(structure: structure))) ?? false
    }

    /// What a structure says of itself; `nil` if its type says nothing, or it cannot be said.
    public func text(of structure: Int32) -> String? {
        guard let node = program.types[type(of: structure)].text else { return nil }
        return try? string(evaluate(node, in: Surroundings(structure: structure)))
    }

    /// The elements of an array, with the bytes that each was read from; without them in a list of an expression.
    public func elements(of array: Int32) -> [(value: Value, range: ByteRange?)] {
        let (values, ranges) = (arrays[Int(array)], elementRanges[Int(array)])
        return values.enumerated().map { ($1, $0 < ranges.count ? ranges[$0] : nil) }
    }

    /// The name of the type of a structure.
    public func typeName(of structure: Int32) -> String { program.types[Int(structures[Int(structure)].type)].name }
}
