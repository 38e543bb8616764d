// SPDX-License-Identifier: Apache-2.0
import CLibFuzzer

/// The fuzzer, of which a process has one.
package enum Fuzzer {
    /// The program's own way of changing an input, at most `most` bytes long; `nil` for libFuzzer's.
    package typealias Mutation = (_ input: [UInt8], _ most: Int, _ random: inout SeededGenerator) -> [UInt8]

    nonisolated(unsafe) private static var body: ([UInt8]) -> Void = { _ in }
    nonisolated(unsafe) fileprivate static var mutation: Mutation?

    /// Calls `body` with one input after another. Only a trap, a wrong access of memory or a hang is a finding.
    ///
    /// - Parameter arguments: the program's name and libFuzzer's options.
    /// - Returns: the exit status.
    package static func run(
        _ arguments: [String], mutation: Mutation? = nil, body: @escaping ([UInt8]) -> Void
    ) -> Int32 {
        Self.body = body
        Self.mutation = mutation
        // They live as long as the process.
        var texts: [UnsafeMutablePointer<CChar>?] = arguments.map { text in
            let copy = UnsafeMutableBufferPointer<CChar>.allocate(capacity: text.utf8.count + 1)
            _ = copy.initialize(from: text.utf8.map { CChar(bitPattern: $0) } + [0])
            return copy.baseAddress
        }
        texts.append(nil)
        let kept = UnsafeMutableBufferPointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: texts.count)
        _ = kept.initialize(from: texts)
        var count = CInt(arguments.count)
        var start = kept.baseAddress
        return LLVMFuzzerRunDriver(&count, &start) { data, size in
            Fuzzer.body(Array(UnsafeBufferPointer(start: data, count: size)))
            return 0
        }
    }

    /// Changes `bytes` in one of libFuzzer's own ways, which know the dictionary.
    package static func mutated(_ bytes: [UInt8], most: Int) -> [UInt8] {
        guard most > 0 else { return [] }
        var room = Array(bytes.prefix(most)) + [UInt8](repeating: 0, count: max(most - bytes.count, 0))
        let count = LLVMFuzzerMutate(&room, min(bytes.count, most), most)
        return Array(room[..<count])
    }
}

/// Random numbers that follow from a seed, so that a run of the fuzzer repeats itself.
package struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt32) {
        state = UInt64(seed) &+ 0x9E37_79B9_7F4A_7C15
    }

    package mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}

/// What libFuzzer looks for by name: it changes an input in place.
@_cdecl("LLVMFuzzerCustomMutator")
public func changeInput(_ data: UnsafeMutablePointer<UInt8>, _ size: Int, _ most: Int, _ seed: UInt32) -> Int {
    guard let mutation = Fuzzer.mutation else { return LLVMFuzzerMutate(data, size, most) }
    var random = SeededGenerator(seed: seed)
    let changed = mutation(Array(UnsafeBufferPointer(start: data, count: size)), most, &random).prefix(most)
    for (place, byte) in changed.enumerated() { data[place] = byte }
    return changed.count
}
