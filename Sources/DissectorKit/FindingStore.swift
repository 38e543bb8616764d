// SPDX-License-Identifier: Apache-2.0

/// Names what a dissector found out about a PDU: see ``FindingStore``.
public struct FindingID: Hashable, Sendable {
    @usableFromInline package let rawValue: UInt32

    /// There is nothing to remember.
    public static let none = FindingID(rawValue: 0)

    @inlinable
    package init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// Whether this names a finding.
    @inlinable public var isSome: Bool { rawValue > 0 }
}

/// What was found out about each PDU of a conversation on the first pass, to be drawn again on later ones.
///
/// One finding is kept of every PDU, so that each should be small. Adding one never copies those that are there.
public struct FindingStore<Finding> {
    @inlinable static var chunk: Int { 1 << 12 }

    @usableFromInline var first: ContiguousArray<Finding> = []
    /// Those after the first.
    @usableFromInline var chunks: [ContiguousArray<Finding>] = []
    @usableFromInline var count: UInt32 = 0
    /// The findings that were forgotten: the first ones.
    @usableFromInline var forgotten: UInt32 = 0

    /// Makes a store without findings.
    @inlinable public init() {}

    /// Whether nothing was added yet.
    @inlinable public var isEmpty: Bool { count == 0 }

    /// Adds a finding. A conversation has at most 4,294,967,294 of them; those beyond are forgotten.
    @inlinable
    public mutating func append(_ finding: Finding) -> FindingID {
        guard count < .max - 1 else { return .none }
        if Int(count) < Self.chunk {
            first.append(finding)
        } else {
            if Int(count) % Self.chunk == 0 { chunks.append([]) }
            chunks[chunks.count - 1].append(finding)
        }
        count += 1
        return FindingID(rawValue: count)
    }

    /// The finding of that name; `nil` for ``FindingID/none`` and for one of another store.
    @inlinable
    public func finding(_ id: FindingID) -> Finding? {
        contains(id) ? self[id] : nil
    }

    /// Whether the name is one of this store.
    @inlinable public func contains(_ id: FindingID) -> Bool { id.rawValue > forgotten && id.rawValue <= count }

    /// Forgets the oldest findings, a few thousand at a time, and keeps at least the last `number`.
    @inlinable
    public mutating func forget(allBut number: Int) {
        let next = Int(forgotten) / Self.chunk
        guard Int(count) - number >= (next + 1) * Self.chunk else { return }
        if next == 0 { first = [] } else { chunks[next - 1] = [] }
        forgotten += UInt32(Self.chunk)
    }

    /// - Precondition: the name is one of this store.
    @inlinable
    public subscript(_ id: FindingID) -> Finding {
        let index = Int(id.rawValue) - 1
        return index < Self.chunk ? first[index] : chunks[index / Self.chunk - 1][index % Self.chunk]
    }

    /// Changes a finding where it is.
    ///
    /// - Precondition: the name is one of this store.
    @inlinable
    public mutating func update(_ id: FindingID, _ change: (inout Finding) -> Void) {
        let index = Int(id.rawValue) - 1
        if index < Self.chunk {
            change(&first[index])
        } else {
            change(&chunks[index / Self.chunk - 1][index % Self.chunk])
        }
    }
}
