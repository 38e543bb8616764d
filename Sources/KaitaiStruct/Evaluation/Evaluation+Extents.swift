// SPDX-License-Identifier: Apache-2.0

// Bytes whose end an extent says, and what becomes of them.
extension Evaluation {
    /// The bytes of a value, after its process.
    func bytes(
        _ extent: Extent, from stream: Int32, _ surroundings: Surroundings
    ) throws(ReadFailure) -> ByteRange {
        let range = try take(extent, from: stream, surroundings)
        guard let process = extent.process else { return range }
        return try processed(range, by: process, in: surroundings)
    }

    /// The bytes of a value as they stand in the stream.
    func take(
        _ extent: Extent, from stream: Int32, _ surroundings: Surroundings
    ) throws(ReadFailure) -> ByteRange {
        streams[Int(stream)].align()
        let record = streams[Int(stream)]
        let available = Int(record.end - record.position)
        var range = ByteRange(buffer: record.buffer, start: record.position, end: record.position)
        switch extent.length {
        case .size(let node):
            let size = try integer(node, in: surroundings)
            guard size >= 0, size <= Int64(available) else {
                if size > 0 { starve(stream) }
                throw ReadFailure(.endOfStream(requested: Int(clamping: size), available: available))
            }
            range.end += Int32(size)
            streams[Int(stream)].position = range.end
            range = try stripped(range, extent)
        case .rest:
            askEnd(of: stream)
            range.end = record.end
            streams[Int(stream)].position = range.end
            range = try stripped(range, extent)
        case .terminated:
            range.end = record.end
            guard let end = try terminator(extent.terminator, in: range) else {
                guard !extent.needsTerminator else {
                    starve(stream)
                    throw ReadFailure(.noTerminator)
                }
                askEnd(of: stream)
                streams[Int(stream)].position = range.end
                break
            }
            let afterTerminator = end + Int32(extent.terminator.count)
            streams[Int(stream)].position = extent.consumesTerminator ? afterTerminator : end
            range.end = extent.includesTerminator ? afterTerminator : end
        }
        return range
    }

    /// Without padding, and up to the terminator.
    private func stripped(_ range: ByteRange, _ extent: Extent) throws(ReadFailure) -> ByteRange {
        var range = range
        let buffer = Int(range.buffer)
        if let padding = extent.padding, extent.terminator.count != 1 || extent.terminator.last != padding {
            let end = range.end
            while range.end > range.start, buffers[buffer][Int(range.end) - 1] == padding { range.end -= 1 }
            try look(at: Int(end - range.end))
        }
        if let end = try terminator(extent.terminator, in: range) {
            range.end = extent.includesTerminator ? end + Int32(extent.terminator.count) : end
        }
        return range
    }

    /// Where `terminator`, if there is one, begins in `range`, at a multiple of its length.
    private func terminator(_ terminator: [UInt8], in range: ByteRange) throws(ReadFailure) -> Int32? {
        let width = Int32(terminator.count)
        guard width > 0 else { return nil }
        let buffer = buffers[Int(range.buffer)]
        let bytes = buffer.span
        var place = range.start
        while place + width <= range.end {
            var matching: Int32 = 0
            while matching < width, bytes[Int(place + matching)] == terminator[Int(matching)] { matching += 1 }
            if matching == width { break }
            place += width
        }
        try look(at: Int(place - range.start))
        return place + width <= range.end ? place : nil
    }

    // MARK: Processes

    func processed(
        _ range: ByteRange, by process: ProcessCall, in surroundings: Surroundings
    ) throws(ReadFailure) -> ByteRange {
        try step()
        try look(at: range.count)
        switch process.function {
        case .xor:
            var bytes = Array(self.bytes(range))
            switch try evaluate(process.arguments[0], in: surroundings) {
            case .bytes(let key):
                let key = Array(self.bytes(key))
                guard !key.isEmpty else { throw ReadFailure(.process("the key of xor is empty")) }
                for index in bytes.indices { bytes[index] ^= key[index % key.count] }
            case let value:
                guard let key = value.wholeNumber else { throw ReadFailure(.process("the key of xor is no integer")) }
                for index in bytes.indices { bytes[index] ^= UInt8(truncatingIfNeeded: key) }
            }
            return try add(bytes: bytes)
        case .rotateLeft, .rotateRight:
            let amount = try integer(process.arguments[0], in: surroundings)
            var left = UInt8(truncatingIfNeeded: amount & 7)
            if case .rotateRight = process.function { left = (8 - left) & 7 }
            let bytes = self.bytes(range).map { $0 << left | $0 >> ((8 - left) & 7) }
            return try add(bytes: left == 0 ? Array(self.bytes(range)) : bytes)
        case .inflate:
            guard let bytes = Inflation.inflate(Array(self.bytes(range)), limit: left.bytes) else {
                throw ReadFailure(
                    .process("these bytes are no zlib stream, or are too long without compression"), range: range)
            }
            return try add(bytes: bytes)
        case .external(let number):
            if structures[Int(surroundings.structure)].isRefuted { throw ReadFailure(.sealed(.check)) }
            var arguments: [Value] = []
            for argument in process.arguments { arguments.append(try evaluate(argument, in: surroundings)) }
            return try externals.process(number, arguments: arguments, bytes: range, in: self)
        }
    }
}
