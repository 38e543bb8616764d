// SPDX-License-Identifier: Apache-2.0

// Reading single values from streams.
extension Evaluation {
    func value(
        _ reading: Reading, from stream: Int32, _ surroundings: inout Surroundings
    ) throws(ReadFailure) -> Value {
        switch reading {
        case .integer(let width, let isSigned, let order):
            return try integer(width: width, isSigned: isSigned, order, from: stream, surroundings)
        case .float(let width, let order):
            let bits = try unsigned(width: width, order, from: stream, surroundings)
            return .float(
                width == 4 ? Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits))) : Double(bitPattern: bits))
        case .bits(let count, let isLittleEndian, let isBoolean):
            let bits = try bits(count, isLittleEndian: isLittleEndian, from: stream)
            return isBoolean ? .boolean(bits != 0) : bits > Int64.max ? .large(bits) : .integer(Int64(bits))
        case .bytes(let extent):
            return .bytes(try bytes(extent, from: stream, surroundings))
        case .text(let extent, let encoding):
            return .encoded(try bytes(extent, from: stream, surroundings), encoding: self.encoding(encoding))
        case .structure(let reading):
            return try structure(reading, from: stream, &surroundings)
        case .switched(let on, let cases):
            let value = try evaluate(on, in: surroundings)
            surroundings.switchedOn = value
            for (expected, reading) in cases {
                if let expected, !(try isEqual(value, try evaluate(expected, in: surroundings))) { continue }
                return try self.value(reading, from: stream, &surroundings)
            }
            return .absent
        case .nothing: return .absent
        }
    }

    func isAtEnd(_ stream: Int32) -> Bool {
        askEnd(of: stream)
        let record = streams[Int(stream)]
        return record.bitCount == 0 && record.position >= record.end
    }

    // MARK: Numbers

    /// Takes `count` bytes; returns where they begin in the buffer.
    private func take(_ count: Int, from stream: Int32) throws(ReadFailure) -> Int {
        let record = streams[Int(stream)]
        let available = Int(record.end - record.position)
        guard count >= 0, count <= available else {
            starve(stream)
            throw ReadFailure(.endOfStream(requested: count, available: max(available, 0)))
        }
        streams[Int(stream)].position += Int32(count)
        return Int(record.position)
    }

    private func unsigned(
        width: Int, _ order: ByteOrder, from stream: Int32, _ surroundings: Surroundings
    ) throws(ReadFailure) -> UInt64 {
        streams[Int(stream)].align()
        let isLittle: Bool
        switch order {
        case .big: isLittle = false
        case .little: isLittle = true
        case .inherited:
            switch structures[Int(surroundings.structure)].endianness {
            case .undecided: throw ReadFailure(.undecidedEndianness)
            case .big: isLittle = false
            case .little: isLittle = true
            }
        }
        let start = try take(width, from: stream)
        let buffer = Int(streams[Int(stream)].buffer)
        var value: UInt64 = 0
        for index in 0..<width {
            value = value << 8 | UInt64(buffers[buffer][isLittle ? start + width - 1 - index : start + index])
        }
        return value
    }

    private func integer(
        width: Int, isSigned: Bool, _ order: ByteOrder, from stream: Int32, _ surroundings: Surroundings
    ) throws(ReadFailure) -> Value {
        let value = try unsigned(width: width, order, from: stream, surroundings)
        guard isSigned else { return value > Int64.max ? .large(value) : .integer(Int64(value)) }
        let unused = 64 - 8 * width
        return .integer(Int64(bitPattern: value << UInt64(unused)) >> Int64(unused))
    }

    private func bits(_ count: Int, isLittleEndian: Bool, from stream: Int32) throws(ReadFailure) -> UInt64 {
        var record = streams[Int(stream)]
        let missing = count - record.bitCount
        let byteCount = missing > 0 ? (missing + 7) / 8 : 0
        let start = try take(byteCount, from: stream)
        let buffer = Int(record.buffer)
        var value = UInt128(record.bits)
        let total = record.bitCount + 8 * byteCount
        for index in 0..<byteCount {
            let byte = UInt128(buffers[buffer][start + index])
            value = isLittleEndian ? value | byte << UInt128(record.bitCount + 8 * index) : value << 8 | byte
        }
        let mask = (UInt128(1) << UInt128(count)) - 1
        let rest = total - count
        let result = isLittleEndian ? value & mask : value >> UInt128(rest) & mask
        record = streams[Int(stream)]
        record.bits = UInt64(
            truncatingIfNeeded: isLittleEndian ? value >> UInt128(count) : value & ((1 << UInt128(rest)) - 1))
        record.bitCount = rest
        streams[Int(stream)] = record
        return UInt64(truncatingIfNeeded: result)
    }

    /// Reads an integer of which nothing else is said.
    ///
    /// - Returns: whether its bytes are there. Where they are not, nothing is done.
    func readPlain(_ plain: PlainInteger, at place: Int, from stream: Int) throws(ReadFailure) -> Bool {
        let record = streams[stream]
        let start = Int(record.position)
        let width = Int(plain.width)
        guard Int(record.end) - start >= width, record.buffer >= 0 else { return false }
        try step()
        let buffer = Int(record.buffer)
        var bits: UInt64 = 0
        for index in 0..<width {
            bits = bits << 8 | UInt64(buffers[buffer][plain.isLittleEndian ? start + width - 1 - index : start + index])
        }
        streams[stream].position = record.position + plain.width
        streams[stream].align()
        ranges[place] = ByteRange(buffer: record.buffer, start: record.position, end: record.position + plain.width)
        let unused = UInt64(64 - 8 * width)
        let value: Value =
            plain.isSigned
            ? .integer(Int64(bitPattern: bits << unused) >> Int64(unused))
            : bits > Int64.max ? .large(bits) : .integer(Int64(bits))
        slots[place] = plain.enumeration < 0 ? value : value.named(by: plain.enumeration)
        return true
    }

    // MARK: Structures

    private func structure(
        _ reading: StructureReading, from outer: Int32, _ surroundings: inout Surroundings
    ) throws(ReadFailure) -> Value {
        streams[Int(outer)].align()
        var arguments: [Value] = []
        for argument in reading.arguments { arguments.append(try evaluate(argument, in: surroundings)) }
        var stream = outer
        if let extent = reading.extent { stream = add(stream: try bytes(extent, from: outer, surroundings)) }
        return try structure(reading, with: arguments, in: stream, surroundings)
    }

    private func add(stream range: ByteRange) -> Int32 {
        add(StreamRecord(buffer: range.buffer, start: range.start, end: range.end, position: range.start))
    }

    private func structure(
        _ reading: StructureReading, with arguments: [Value], in stream: Int32, _ surroundings: Surroundings
    ) throws(ReadFailure) -> Value {
        let creator = surroundings.structure
        var parent = creator
        switch reading.parent {
        case .owner: break
        case .none: parent = -1
        case .node(let node):
            guard case .structure(let found) = try evaluate(node, in: surroundings) else {
                throw ReadFailure(.noValue("there is no value to be the parent"))
            }
            parent = found
        }
        if reading.isImported { parent = -1 }
        let made = try make(reading.type, parent: parent, root: structures[Int(creator)].root, stream: stream)
        // A value of another file is a root of its own; one of a type nested in there has none.
        if reading.isImported { structures[Int(made)].root = program.types[reading.type].owner == nil ? made : -1 }
        structures[Int(made)].endianness = structures[Int(creator)].endianness
        let base = Int(structures[Int(made)].base)
        for (slot, argument) in arguments.enumerated() { slots[base + slot] = argument }
        do throws(ReadFailure) { try readSequence(of: made) } catch {
            unfinishedStructure = made
            throw error
        }
        return .structure(made)
    }

    /// The value of a member whose bytes are known, after its process.
    func value(
        _ reading: Reading, in range: ByteRange, _ surroundings: inout Surroundings
    ) throws(ReadFailure) -> Value {
        switch reading {
        case .bytes: return .bytes(range)
        case .text(_, let encoding): return .encoded(range, encoding: self.encoding(encoding))
        case .structure(let reading):
            var arguments: [Value] = []
            for argument in reading.arguments { arguments.append(try evaluate(argument, in: surroundings)) }
            return try structure(reading, with: arguments, in: add(stream: range), surroundings)
        case .integer, .float, .bits, .switched, .nothing: return .absent
        }
    }
}
