// SPDX-License-Identifier: Apache-2.0

/// Reads bytes as a program says, and keeps what it read.
///
/// All structures, slots, streams and buffers lie in arrays and name each other by numbers, so that reading a value allocates
/// nothing but the growth of these arrays, and an evaluation that is used again grows no more. Instances are evaluated when they
/// are asked for, once.
///
/// ### Invariants
/// - No bytes make it trap, and its cost is bounded by its ``Budget``.
public final class Evaluation {
    public let program: Program
    let externals: any ExternalValues
    private let limits: Budget
    var left: Budget
    var depth = 0

    var structures: [StructureRecord] = []
    var slots: [Value] = []
    var ranges: [ByteRange] = []
    var arrays: [[Value]] = []
    var elementRanges: [[ByteRange]] = []
    var streams: [StreamRecord] = []
    var buffers: [[UInt8]] = []
    var strings: [String] = []
    var encodings: [String] = []

    /// The structure whose reading failed, until whoever reads a member knows of it, and then the value of the member.
    var unfinishedStructure: Int32?
    var unfinished: (value: Value, range: ByteRange)?

    public init(_ program: Program, externals: any ExternalValues = NoExternalValues(), budget: Budget = Budget()) {
        self.program = program
        self.externals = externals
        limits = budget
        left = budget
    }

    /// Reads `bytes` as a value of the description's own type, and forgets what was read before.
    ///
    /// - Throws: ``ReadFailure``; what was read until then stays.
    public func read(_ bytes: [UInt8]) throws(ReadFailure) {
        try read(bytes[...], as: program.root)
    }

    /// Reads `bytes` as a value of the type with a number, which takes no arguments.
    public func read(_ bytes: ArraySlice<UInt8>, as type: Int) throws(ReadFailure) {
        begin(bytes)
        let stream = add(StreamRecord(buffer: 0, start: 0, end: Int32(clamping: bytes.count), position: 0))
        let root = try make(type, parent: -1, root: 0, stream: stream)
        try readSequence(of: root)
    }

    /// Whether reading failed because the bytes ended, so that more of them may change that.
    public private(set) var isStarved = false

    /// Whether what was read depends on where the bytes end, so that more of them would have given something else.
    public private(set) var dependsOnEnd = false

    /// Notes that the end of a stream was asked for.
    func askEnd(of stream: Int32) { dependsOnEnd = dependsOnEnd || stream == 0 }

    /// Notes that a stream ended too early.
    func starve(_ stream: Int32) { isStarved = isStarved || stream == 0 }

    /// Bytes of the buffer that is read that the type took.
    public var consumed: Int { streams.isEmpty ? 0 : Int(streams[0].position) }

    private func begin(_ bytes: ArraySlice<UInt8>) {
        left = limits
        depth = 0
        (unfinishedStructure, unfinished) = (nil, nil)
        isStarved = false
        dependsOnEnd = false
        structures.removeAll(keepingCapacity: true)
        slots.removeAll(keepingCapacity: true)
        ranges.removeAll(keepingCapacity: true)
        arrays.removeAll(keepingCapacity: true)
        elementRanges.removeAll(keepingCapacity: true)
        streams.removeAll(keepingCapacity: true)
        strings.removeAll(keepingCapacity: true)
        // The memory of the first buffer is used again.
        if buffers.isEmpty { buffers.append([]) }
        buffers.removeSubrange(1...)
        buffers[0].removeAll(keepingCapacity: true)
        buffers[0].append(contentsOf: bytes)
    }

    // MARK: The arenas

    func add(_ stream: StreamRecord) -> Int32 {
        streams.append(stream)
        return Int32(streams.count - 1)
    }

    func make(_ type: Int, parent: Int32, root: Int32, stream: Int32) throws(ReadFailure) -> Int32 {
        let count = program.types[type].slotCount
        try step(count)
        let number = Int32(structures.count)
        structures.append(
            StructureRecord(
                type: Int32(type), base: Int32(slots.count), parent: parent, root: root, stream: stream))
        if parent >= 0 { structures[Int(number)].isRefuted = structures[Int(parent)].isRefuted }
        slots.append(contentsOf: repeatElement(.unset, count: count))
        ranges.append(contentsOf: repeatElement(.none, count: count))
        return number
    }

    /// Keeps bytes that were made.
    public func add(bytes: [UInt8]) throws(ReadFailure) -> ByteRange {
        left.bytes -= bytes.count
        guard left.bytes >= 0 else {
            throw ReadFailure(.budget("more than \(limits.bytes) bytes were made, which is the limit"))
        }
        buffers.append(bytes)
        return ByteRange(buffer: Int32(buffers.count - 1), start: 0, end: Int32(bytes.count))
    }

    /// Keeps text that was made.
    public func add(string: String) throws(ReadFailure) -> Value {
        left.bytes -= string.utf8.count
        guard left.bytes >= 0 else {
            throw ReadFailure(.budget("more than \(limits.bytes) bytes were made, which is the limit"))
        }
        strings.append(string)
        return .string(Int32(strings.count - 1))
    }

    func encoding(_ name: String) -> Int32 {
        if let known = encodings.firstIndex(of: name) { return Int32(known) }
        encodings.append(name)
        return Int32(encodings.count - 1)
    }

    /// The bytes of a range.
    public func bytes(_ range: ByteRange) -> ArraySlice<UInt8> {
        let buffer = range.buffer < 0 ? program.bytes[Int(-1 - range.buffer)] : buffers[Int(range.buffer)]
        return buffer[Int(range.start)..<Int(range.end)]
    }

    /// Bytes that may still be made.
    public var bytesLeft: Int { left.bytes }

    /// Counts looking at bytes.
    public func look(at count: Int) throws(ReadFailure) {
        left.work -= count
        guard left.work >= 0 else {
            throw ReadFailure(.budget("more than \(limits.work) bytes were looked at, which is the limit"))
        }
    }

    /// Counts steps.
    func step(_ count: Int = 1) throws(ReadFailure) {
        left.steps -= count
        guard left.steps >= 0 else {
            throw ReadFailure(.budget("more than \(limits.steps) values were read, which is the limit"))
        }
    }

    /// Runs `body` one level deeper.
    func nested<Result>(_ body: () throws(ReadFailure) -> Result) throws(ReadFailure) -> Result {
        depth += 1
        defer { depth -= 1 }
        guard depth <= limits.depth else {
            throw ReadFailure(.budget("more than \(limits.depth) levels are nested, which is the limit"))
        }
        return try body()
    }
}

extension Evaluation {
    /// The value of an expression about what was read.
    public func value(of expression: ProgramExpression) throws(ReadFailure) -> Value {
        try evaluate(expression.node, in: Surroundings(structure: 0))
    }
}
