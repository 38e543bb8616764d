// SPDX-License-Identifier: Apache-2.0

/// The sizes of messages in bytes: `64`, `64-1500` for any size between, or `64:7,576:4,1500:1` for sizes with weights.
public struct SizeDistribution: Equatable, Sendable {
    private struct Part: Equatable, Sendable {
        var sizes: ClosedRange<Int>
        var weight: Int
    }

    /// The most bytes of a message.
    public static let limit = 1 << 20

    private let parts: [Part]
    private let total: Int

    /// Reads a distribution; `nil` where the text is none.
    public init?(_ text: String) {
        var parts: [Part] = []
        for item in text.split(separator: ",", omittingEmptySubsequences: false) {
            let halves = item.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            let bounds = halves[0].split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).map { Int($0) }
            guard let low = bounds[0], let high = bounds[bounds.count - 1], (0...high).contains(low),
                high <= Self.limit, let weight = halves.count == 1 ? 1 : Int(halves[1]),
                (1...1_000_000).contains(weight)
            else { return nil }
            parts.append(Part(sizes: low...high, weight: weight))
        }
        guard (1...1000).contains(parts.count) else { return nil }
        self.parts = parts
        total = parts.reduce(0) { $0 + $1.weight }
    }

    /// The largest size that can be drawn.
    public var largest: Int { parts.map(\.sizes.upperBound).max() ?? 0 }

    /// The one size, if there is only one.
    var only: Int? { parts.count == 1 && parts[0].sizes.count == 1 ? parts[0].sizes.lowerBound : nil }

    /// Draws a size with integers alone, so that it is the same on every machine.
    public func draw(_ numbers: inout some RandomNumberGenerator) -> Int {
        if let only { return only }
        var place = Int.random(in: 0..<total, using: &numbers)
        for part in parts {
            if place < part.weight { return Int.random(in: part.sizes, using: &numbers) }
            place -= part.weight
        }
        return parts[0].sizes.lowerBound
    }
}
