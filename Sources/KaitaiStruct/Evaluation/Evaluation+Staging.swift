// SPDX-License-Identifier: Apache-2.0

// Members whose bytes are opened by whoever runs the program: first their bytes are read, then what covers them is checked, then
// they are opened.
extension Evaluation {
    /// Reads the bytes of a member, and opens them unless that waits for the end of the sequence.
    func readStaged(
        _ reading: Reading, of member: Member, from stream: Int32, at place: Int, _ surroundings: inout Surroundings
    ) throws(ReadFailure) {
        guard let staging = member.staging, let extent = reading.extent else { return }
        let start = streams[Int(stream)].position
        let raw = try take(extent, from: stream, surroundings)
        let record = streams[Int(stream)]
        ranges[place] = ByteRange(buffer: record.buffer, start: start, end: max(start, record.position))
        let base = Int(structures[Int(surroundings.structure)].base)
        slots[base + staging.rawSlot] = .bytes(raw)
        guard !staging.isDeferred else {
            slots[place] = .deferred
            return
        }
        try open(raw, as: reading, of: member, at: place, &surroundings)
    }

    /// Runs the process of a member, and reads what it gives as the member's type.
    private func open(
        _ raw: ByteRange, as reading: Reading, of member: Member, at place: Int, _ surroundings: inout Surroundings
    ) throws(ReadFailure) {
        do throws(ReadFailure) {
            var range = raw
            if let process = reading.extent?.process {
                range = try processed(raw, by: process, in: surroundings)
            }
            var value = try self.value(reading, in: range, &surroundings)
            if let enumeration = member.enumeration { value = value.named(by: Int32(enumeration)) }
            try check(value, of: member, range: ranges[place], in: &surroundings)
            slots[place] = value
        } catch {
            guard case .sealed(let seal) = error.reason else { throw error }
            slots[place] = .sealed(seal)
        }
    }

    /// Makes the checks of a structure whose sequence is read, and opens what waits for them.
    func end(_ structure: Int32) throws(ReadFailure) {
        let type = program.types[Int(structures[Int(structure)].type)]
        let base = Int(structures[Int(structure)].base)
        for slot in type.checked { try makeCheck(of: slot, type, structure) }
        for slot in type.deferred {
            // A check that failed has sealed it; a condition may have left it out.
            guard case .deferred = slots[base + slot] else { continue }
            let member = type.members[slot]
            guard let staging = member.staging, case .bytes(let raw) = slots[base + staging.rawSlot],
                case .reading(let reading) = member.source
            else { continue }
            var surroundings = Surroundings(structure: structure)
            try named(slot, of: Int(structures[Int(structure)].type)) { () throws(ReadFailure) in
                try open(raw, as: reading, of: member, at: base + slot, &surroundings)
            }
            if let kept = member.kept { keep(slots[base + slot], as: kept) }
        }
        for slot in type.keeping {
            do throws(ReadFailure) { _ = try self.member(slot, of: structure) } catch {
                guard case .sealed = error.reason else { throw error }
            }
        }
    }

    /// Makes the check of a member, unless the member is not there. Whatever prevents it is its verdict.
    private func makeCheck(of slot: Int, _ type: StructureType, _ structure: Int32) throws(ReadFailure) {
        guard let check = type.members[slot].check else { return }
        let base = Int(structures[Int(structure)].base)
        do throws(ReadFailure) {
            let value = try member(slot, of: structure)
            if case .absent = value { return }
            try step()
            var arguments: [Value] = []
            for argument in check.arguments {
                arguments.append(try evaluate(argument, in: Surroundings(structure: structure)))
            }
            let holds = try externals.check(
                check.function, arguments: arguments, value: value, slot: base + check.slot, in: self)
            slots[base + check.slot] = .boolean(holds)
            guard !holds else { return }
            for covered in check.covered { refute(covered, of: structure) }
            for covered in type.members.indices where covered != slot {
                guard let raw = rawBytes(covered, of: structure) else { continue }
                if arguments.contains(where: { $0.overlaps(raw) }) { refute(covered, of: structure) }
            }
            refuteNested(in: structure, arguments)
        } catch {
            switch error.reason {
            case .budget: throw error
            case .sealed(let seal): slots[base + check.slot] = .sealed(seal)
            case .endOfStream, .noTerminator, .notEqual, .tooSmall, .tooLarge, .notAnyOf, .notInEnumeration, .notValid,
                .undecidedEndianness, .conversion, .unknownEncoding, .process, .noValue:
                slots[base + check.slot] = .sealed(.form)
            }
        }
    }

    /// Closes what was opened of the arguments' bytes, or computed of them, in structures inside one: they were made after it.
    private func refuteNested(in structure: Int32, _ arguments: [Value]) {
        for number in structures.indices.dropFirst(Int(structure) + 1) {
            let record = structures[number]
            let stream = streams[Int(record.stream)]
            let all = ByteRange(buffer: stream.buffer, start: stream.start, end: stream.end)
            let isInside = arguments.contains { $0.overlaps(all) }
            if isInside { structures[number].isRefuted = true }
            for (slot, member) in program.types[Int(record.type)].members.enumerated() {
                let place = Int(record.base) + slot
                if member.isComputed {
                    if isInside, slots[place].isMade { refute(slot, of: Int32(number)) }
                } else if member.process != nil {
                    let raw = rawBytes(slot, of: Int32(number)) ?? ranges[place]
                    if arguments.contains(where: { $0.overlaps(raw) }) { refute(slot, of: Int32(number)) }
                }
            }
        }
    }

    /// Closes a member that a check covers, which fails, and takes back what was kept of it.
    private func refute(_ slot: Int, of structure: Int32) {
        let place = Int(structures[Int(structure)].base) + slot
        if case .absent = slots[place] { return }
        slots[place] = .sealed(.check)
        if let kept = program.types[type(of: structure)].members[slot].kept { externals.takeBack(kept) }
    }

    func keep(_ value: Value, as name: Int) {
        switch value {
        case .unset, .open, .absent, .deferred, .sealed, .structure, .array, .stream: break
        case .integer, .large, .float, .boolean, .bytes, .encoded, .string, .enumeration, .largeEnumeration, .external:
            externals.keep(value, as: name, in: self)
        }
    }
}

extension Value {
    /// Whether it is bytes or text.
    fileprivate var isMade: Bool {
        switch self {
        case .bytes, .encoded, .string: true
        case .unset, .open, .absent, .integer, .large, .float, .boolean, .enumeration, .largeEnumeration, .structure,
            .array, .stream, .external, .deferred, .sealed:
            false
        }
    }

    /// Whether it is bytes of which some lie in a range.
    fileprivate func overlaps(_ range: ByteRange) -> Bool {
        switch self {
        case .bytes(let own), .encoded(let own, _):
            own.buffer == range.buffer && own.start < range.end && range.start < own.end
        case .unset, .open, .absent, .integer, .large, .float, .boolean, .string, .enumeration, .largeEnumeration,
            .structure, .array, .stream, .external, .deferred, .sealed:
            false
        }
    }
}
