// SPDX-License-Identifier: Apache-2.0

/// What an expression is evaluated in.
struct Surroundings: BitwiseCopyable {
    /// The structure whose member it belongs to.
    let structure: Int32
    /// The place of the element that is read, from 0.
    var index: Int64 = 0
    /// `_`
    var element = Value.unset
    /// `_on`
    var switchedOn = Value.unset
}

extension Evaluation {
    // MARK: Structures

    func readSequence(of structure: Int32) throws(ReadFailure) {
        try nested { () throws(ReadFailure) in
            let type = Int(structures[Int(structure)].type)
            try decideEndianness(of: structure)
            let members = program.types[type].members
            let record = structures[Int(structure)]
            for slot in program.types[type].sequence {
                if let plain = members[slot].plainInteger,
                    try readPlain(plain, at: Int(record.base) + slot, from: Int(record.stream))
                {
                    continue
                }
                try named(slot, of: type) { () throws(ReadFailure) in try readMember(slot, of: structure) }
            }
            if program.types[type].hasEnd { try end(structure) }
        }
    }

    /// Names the member in a failure, the innermost first.
    func named(
        _ slot: Int, of type: Int, _ body: () throws(ReadFailure) -> Void
    ) throws(ReadFailure) {
        do throws(ReadFailure) {
            try body()
        } catch {
            var failure = error
            if failure.member.isEmpty {
                failure.member = program.types[type].path + "." + program.types[type].members[slot].name
            }
            throw failure
        }
    }

    private func decideEndianness(of structure: Int32) throws(ReadFailure) {
        let record = structures[Int(structure)]
        switch program.types[Int(record.type)].endianness {
        case .fixed: break
        case .inherited:
            if record.parent >= 0 { structures[Int(structure)].endianness = structures[Int(record.parent)].endianness }
        case .switched(let on, let cases):
            let surroundings = Surroundings(structure: structure)
            let value = try evaluate(on, in: surroundings)
            for (expected, isLittle) in cases {
                if let expected, !(try isEqual(value, try evaluate(expected, in: surroundings))) { continue }
                structures[Int(structure)].endianness = isLittle ? .little : .big
                return
            }
        }
    }

    // MARK: Members

    /// The value of a member, which is read or computed if it is an instance that was not asked for yet.
    func member(_ slot: Int, of structure: Int32) throws(ReadFailure) -> Value {
        let record = structures[Int(structure)]
        let place = Int(record.base) + slot
        switch slots[place] {
        case .unset: break
        case .open: throw ReadFailure(.noValue("a value depends on itself"))
        case .sealed(let seal): throw ReadFailure(.sealed(seal))
        case .deferred:
            let name = program.types[Int(record.type)].members[slot].name
            throw ReadFailure(.noValue("\(name) is used before it is opened, which waits for the members after it"))
        case let value: return value
        }
        let type = Int(record.type)
        guard program.types[type].instances.contains(slot) else {
            let name = slot < program.types[type].members.count ? program.types[type].members[slot].name : "a value"
            throw ReadFailure(.noValue("\(name) is used before it is read"))
        }
        try nested { () throws(ReadFailure) in
            slots[place] = .open
            do throws(ReadFailure) {
                try named(slot, of: type) { () throws(ReadFailure) in try readMember(slot, of: structure) }
            } catch {
                slots[place] = .unset
                throw error
            }
        }
        if case .sealed(let seal) = slots[place] { throw ReadFailure(.sealed(seal)) }
        return slots[place]
    }

    private func readMember(_ slot: Int, of structure: Int32) throws(ReadFailure) {
        try step()
        let record = structures[Int(structure)]
        let place = Int(record.base) + slot
        let member = program.types[Int(record.type)].members[slot]
        var surroundings = Surroundings(structure: structure)
        if let condition = member.condition, !(try boolean(condition, in: surroundings)) {
            slots[place] = .absent
            return
        }
        switch member.source {
        case .parameter: break
        case .value(let node):
            do throws(ReadFailure) {
                let value = try evaluate(node, in: surroundings)
                slots[place] = value
                try check(value, of: member, range: nil, in: &surroundings)
            } catch {
                guard case .sealed(let seal) = error.reason else { throw error }
                slots[place] = .sealed(seal)
            }
        case .reading(let reading): try read(reading, of: member, at: place, &surroundings)
        }
        if let kept = member.kept { keep(slots[place], as: kept) }
    }

    private func read(
        _ reading: Reading, of member: Member, at place: Int, _ surroundings: inout Surroundings
    ) throws(ReadFailure) {
        let own = structures[Int(surroundings.structure)].stream
        var stream = own
        if let other = member.stream {
            guard case .stream(let found) = try evaluate(other, in: surroundings) else {
                throw ReadFailure(.noValue("there is no stream to read from"))
            }
            stream = found
        }
        var saved: StreamRecord?
        if let position = member.position {
            saved = streams[Int(stream)]
            let target = try integer(position, in: surroundings)
            let record = streams[Int(stream)]
            guard target >= 0, target <= Int64(record.end - record.start) else {
                throw ReadFailure(
                    .endOfStream(requested: Int(clamping: target), available: Int(record.end - record.start)))
            }
            streams[Int(stream)].position = record.start + Int32(target)
            streams[Int(stream)].align()
        }
        defer { if let saved { streams[Int(stream)] = saved } }
        switch member.repetition {
        case .once where member.staging != nil:
            try readStaged(reading, of: member, from: stream, at: place, &surroundings)
        case .once:
            defer { if let unfinished = takeUnfinished() { (slots[place], ranges[place]) = unfinished } }
            let (value, range) = try element(reading, of: member, from: stream, &surroundings)
            slots[place] = value
            ranges[place] = range
        case .count, .endOfStream, .until:
            try readElements(reading, of: member, from: stream, at: place, &surroundings)
        }
    }

    private func readElements(
        _ reading: Reading, of member: Member, from stream: Int32, at place: Int, _ surroundings: inout Surroundings
    ) throws(ReadFailure) {
        let array = arrays.count
        arrays.append([])
        elementRanges.append([])
        slots[place] = .array(Int32(array))
        let start = streams[Int(stream)].position
        defer {
            if let (value, range) = takeUnfinished() {
                arrays[array].append(value)
                elementRanges[array].append(range)
            }
            let record = streams[Int(stream)]
            ranges[place] = ByteRange(buffer: record.buffer, start: start, end: max(start, record.position))
        }
        var count = Int64.max
        if case .count(let node) = member.repetition { count = try integer(node, in: surroundings) }
        while surroundings.index < count {
            if case .endOfStream = member.repetition, isAtEnd(stream) { break }
            try step()
            let (value, range) = try element(reading, of: member, from: stream, &surroundings)
            arrays[array].append(value)
            elementRanges[array].append(range)
            if case .until(let node) = member.repetition {
                surroundings.element = value
                if try boolean(node, in: surroundings) { break }
            }
            surroundings.index += 1
        }
    }

    private func element(
        _ reading: Reading, of member: Member, from stream: Int32, _ surroundings: inout Surroundings
    ) throws(ReadFailure) -> (Value, ByteRange) {
        let before = streams[Int(stream)]
        let start = before.position - (before.bitCount > 0 ? 1 : 0)
        var value: Value
        unfinishedStructure = nil
        do throws(ReadFailure) {
            value = try self.value(reading, from: stream, &surroundings)
        } catch {
            guard case .sealed(let seal) = error.reason else {
                leaveUnfinished(from: start, in: stream)
                throw error
            }
            value = .sealed(seal)
        }
        let after = streams[Int(stream)]
        let range = ByteRange(buffer: before.buffer, start: start, end: max(start, after.position))
        if let enumeration = member.enumeration { value = value.named(by: Int32(enumeration)) }
        if case .sealed = value { return (value, range) }
        try check(value, of: member, range: range, in: &surroundings)
        return (value, range)
    }
}
