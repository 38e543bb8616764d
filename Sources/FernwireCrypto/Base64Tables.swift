// SPDX-License-Identifier: Apache-2.0

/// Tables by which base64 is written and read a group at a time. They live as long as the process.
struct Base64Tables: @unchecked Sendable {
    /// For each 12 bits their two characters, the first in the low byte.
    private let pairs: UnsafePointer<UInt16>
    /// For each place of a group and each character its bits in the group's 24; `outside` where it is not in the alphabet.
    private let bits: UnsafePointer<UInt32>

    /// No group of 24 bits has this one.
    private static let outside: UInt32 = 1 << 31

    init(characters: [UInt8]) {
        let pairs = UnsafeMutablePointer<UInt16>.allocate(capacity: 1 << 12)
        for value in 0..<1 << 12 {
            (pairs + value).initialize(
                to: UInt16(characters[value >> 6]) | UInt16(characters[value & 63]) << 8)
        }
        let bits = UnsafeMutablePointer<UInt32>.allocate(capacity: 4 << 8)
        bits.initialize(repeating: Self.outside, count: 4 << 8)
        for place in 0..<4 {
            for (value, character) in characters.enumerated() {
                bits[place << 8 | Int(character)] = UInt32(value) << UInt32(18 - 6 * place)
            }
        }
        self.pairs = UnsafePointer(pairs)
        self.bits = UnsafePointer(bits)
    }

    /// The value of a character; `nil` for those outside the alphabet.
    func value(of character: UInt8) -> UInt8? {
        let value = bits[3 << 8 | Int(character)]
        return value == Self.outside ? nil : UInt8(truncatingIfNeeded: value)
    }

    /// Writes the characters of `groups` groups of three bytes.
    func encode(_ source: UnsafePointer<UInt8>, groups: Int, to target: UnsafeMutablePointer<UInt8>) {
        let (source, target) = (UnsafeRawPointer(source), UnsafeMutableRawPointer(target))
        for group in 0..<groups {
            let high = UInt16(bigEndian: source.loadUnaligned(fromByteOffset: 3 * group, as: UInt16.self))
            let value = UInt32(high) << 8 | UInt32(source.load(fromByteOffset: 3 * group + 2, as: UInt8.self))
            let characters = UInt32(pairs[Int(value >> 12)]) | UInt32(pairs[Int(value & 0xFFF)]) << 16
            target.storeBytes(of: characters.littleEndian, toByteOffset: 4 * group, as: UInt32.self)
        }
    }

    /// Reads `groups` groups of four characters, and writes three bytes for each.
    ///
    /// - Returns: whether all characters are of the alphabet.
    func decode(_ source: UnsafePointer<UInt8>, groups: Int, to target: UnsafeMutablePointer<UInt8>) -> Bool {
        var all: UInt32 = 0
        for group in 0..<groups {
            let value = self.value(of: source + 4 * group)
            all |= value
            target[3 * group] = UInt8(truncatingIfNeeded: value >> 16)
            target[3 * group + 1] = UInt8(truncatingIfNeeded: value >> 8)
            target[3 * group + 2] = UInt8(truncatingIfNeeded: value)
        }
        return all < Self.outside
    }

    /// The 24 bits of a group; the highest bit of 32 is set where a character is not in the alphabet.
    private func value(of group: UnsafePointer<UInt8>) -> UInt32 {
        bits[Int(group[0])] | bits[1 << 8 | Int(group[1])] | bits[2 << 8 | Int(group[2])] | bits[3 << 8 | Int(group[3])]
    }
}
