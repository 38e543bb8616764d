// SPDX-License-Identifier: Apache-2.0

/// All that a session takes over from the sessions before it. The bytes of a session follow from it.
struct SessionStart: Equatable {
    /// The time in nanoseconds since 1970.
    var time: UInt64
    /// The numbers that connections draw, and those that the sizes of messages follow from.
    var numbers, sizes: SplitMix64
    /// The place in the random numbers that the sides draw.
    var randomPlace: UInt64

    /// The way from one start to a later one.
    struct Stride: Equatable {
        fileprivate let time, numbers, sizes, randomPlace: UInt64
    }

    func stride(since earlier: SessionStart) -> Stride {
        Stride(
            time: time &- earlier.time, numbers: numbers.state &- earlier.numbers.state,
            sizes: sizes.state &- earlier.sizes.state, randomPlace: randomPlace &- earlier.randomPlace)
    }

    /// Foretells the start after `count` sessions, each of which takes `stride`.
    func advanced(by stride: Stride, times count: Int) -> SessionStart {
        let count = UInt64(count)
        return SessionStart(
            time: time &+ stride.time &* count, numbers: SplitMix64(seed: numbers.state &+ stride.numbers &* count),
            sizes: SplitMix64(seed: sizes.state &+ stride.sizes &* count),
            randomPlace: randomPlace &+ stride.randomPlace &* count)
    }
}
