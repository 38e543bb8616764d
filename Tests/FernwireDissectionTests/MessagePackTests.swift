// SPDX-License-Identifier: Apache-2.0
import FernwireDissection
import Testing

@Suite struct MessagePackTests {
    private static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }
    private static let text = String(repeating: "x", count: 32)

    /// Each format of github.com/msgpack/msgpack, spec.md.
    private static let formats: [([UInt8], MessagePack)] = [
        ([0x00], .integer(0)), ([0x7F], .integer(127)), ([0xE0], .integer(-32)), ([0xFF], .integer(-1)),
        ([0xC0], .null), ([0xC2], .boolean(false)), ([0xC3], .boolean(true)),
        ([0xCC, 0xFF], .integer(255)), ([0xCD, 0xFF, 0xFE], .integer(65_534)),
        ([0xCE, 0xFF, 0xFF, 0xFF, 0xFF], .integer(4_294_967_295)),
        ([0xCF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], .integer(18_446_744_073_709_551_615)),
        ([0xD0, 0x80], .integer(-128)), ([0xD1, 0x80, 0x00], .integer(-32_768)),
        ([0xD2, 0x80, 0x00, 0x00, 0x00], .integer(-2_147_483_648)),
        ([0xD3, 0x80, 0, 0, 0, 0, 0, 0, 0], .integer(-9_223_372_036_854_775_808)),
        ([0xCA, 0x3F, 0xC0, 0x00, 0x00], .single(1.5)), ([0xCB, 0xBF, 0xF8, 0, 0, 0, 0, 0, 0], .double(-1.5)),
        ([0xA0], .string("")), ([0xA3, 0xE2, 0x82, 0xAC], .string("€")),
        ([0xD9, 32] + Array(text.utf8), .string(text)), ([0xDA, 0, 32] + Array(text.utf8), .string(text)),
        ([0xDB, 0, 0, 0, 32] + Array(text.utf8), .string(text)),
        // What is not UTF-8 keeps its bytes.
        ([0xA2, 0xFF, 0xFE], .bytes([0xFF, 0xFE])),
        ([0xC4, 2, 1, 2], .bytes([1, 2])), ([0xC5, 0, 1, 9], .bytes([9])), ([0xC6, 0, 0, 0, 1, 9], .bytes([9])),
        ([0x90], .array([])), ([0x92, 1, 0xC0], .array([.integer(1), .null])),
        ([0xDC, 0, 1, 7], .array([.integer(7)])), ([0xDD, 0, 0, 0, 1, 7], .array([.integer(7)])),
        ([0x80], .map([])), ([0x81, 0xA1, 0x61, 1], .map([.init(.string("a"), .integer(1))])),
        ([0x81, 0x90, 0xC3], .map([.init(.array([]), .boolean(true))])),
        ([0xDE, 0, 1, 1, 2], .map([.init(.integer(1), .integer(2))])),
        ([0xDF, 0, 0, 0, 1, 1, 2], .map([.init(.integer(1), .integer(2))])),
        ([0xD4, 5, 1], .extension(type: 5, bytes: [1])), ([0xD5, 5] + zeros(2), .extension(type: 5, bytes: zeros(2))),
        ([0xD6, 5] + zeros(4), .extension(type: 5, bytes: zeros(4))),
        ([0xD7, 5] + zeros(8), .extension(type: 5, bytes: zeros(8))),
        ([0xD8, 0x80] + zeros(16), .extension(type: -128, bytes: zeros(16))),
        ([0xC7, 3, 5] + zeros(3), .extension(type: 5, bytes: zeros(3))),
        ([0xC8, 0, 3, 5] + zeros(3), .extension(type: 5, bytes: zeros(3))),
        ([0xC9, 0, 0, 0, 3, 5] + zeros(3), .extension(type: 5, bytes: zeros(3))),
        // Timestamps of 4, 8 and 12 bytes, and what only looks like one.
        ([0xD6, 0xFF, 0x65, 0x53, 0xF1, 0x00], .timestamp(seconds: 1_700_000_000, nanoseconds: 0)),
        (
            [0xD7, 0xFF, 0x77, 0x35, 0x94, 0x00, 0x65, 0x53, 0xF1, 0x00],
            .timestamp(seconds: 1_700_000_000, nanoseconds: 500_000_000)
        ),
        (
            [0xC7, 12, 0xFF, 0, 0, 0, 1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
            .timestamp(seconds: -1, nanoseconds: 1)
        ),
        (
            [0xD7, 0xFF] + [UInt8](repeating: 0xFF, count: 8),
            .extension(type: -1, bytes: .init(repeating: 0xFF, count: 8))
        ),
        ([0xD4, 0xFF, 1], .extension(type: -1, bytes: [1])),
        // The last nanosecond of a second, and the first that is none.
        ([0xC7, 12, 0xFF, 0x3B, 0x9A, 0xC9, 0xFF] + zeros(8), .timestamp(seconds: 0, nanoseconds: 999_999_999)),
        (
            [0xC7, 12, 0xFF, 0x3B, 0x9A, 0xCA, 0x00] + zeros(8),
            .extension(type: -1, bytes: [0x3B, 0x9A, 0xCA, 0x00] + zeros(8))
        ),
    ]

    @Test("Each format of MessagePack is read, with nothing missing and nothing behind it", arguments: formats)
    func eachFormatIsRead(_ bytes: [UInt8], _ value: MessagePack) throws {
        #expect(try MessagePackReader.read(bytes) == value)
        for count in bytes.indices {
            #expect(throws: MessagePackError.truncated) { try MessagePackReader.read(Array(bytes[..<count])) }
        }
        #expect(throws: MessagePackError.trailingBytes(offset: bytes.count)) { try MessagePackReader.read(bytes + [0]) }
    }

    @Test("Values that are nested too deep, too many, or longer than the bytes are refused")
    func hostileValues() throws {
        let limit = MessagePackReader.depthLimit
        let deepest = [UInt8](repeating: 0x91, count: limit) + [0xC0]
        #expect(throws: Never.self) { try MessagePackReader.read(deepest) }
        #expect(throws: MessagePackError.tooDeep) { try MessagePackReader.read([0x91] + deepest) }
        #expect(throws: MessagePackError.tooDeep) {
            try MessagePackReader.read([UInt8](repeating: 0x81, count: 1 << 16))
        }
        let most = MessagePackReader.valueLimit - 1
        func array(_ count: Int) -> [UInt8] { [0xDC, UInt8(count >> 8), UInt8(count & 0xFF)] + Self.zeros(count) }
        #expect(throws: Never.self) { try MessagePackReader.read(array(most)) }
        #expect(throws: MessagePackError.tooManyValues) { try MessagePackReader.read(array(most + 1)) }
        // Lengths of four gigabytes and of four billion elements, before a byte of them is there.
        for first: UInt8 in [0xC6, 0xC9, 0xDB, 0xDD, 0xDF] {
            #expect(throws: MessagePackError.truncated) {
                try MessagePackReader.read([first, 0xFF, 0xFF, 0xFF, 0xFF, 0])
            }
        }
        #expect(throws: MessagePackError.neverUsed(offset: 1)) { try MessagePackReader.read([0x91, 0xC1]) }
        #expect(throws: MessagePackError.truncated) { try MessagePackReader.read([]) }
    }

    @Test("Random bytes are read or refused, and never trap")
    func randomBytes() {
        var (read, refused) = (0, 0)
        for _ in 0..<10_000 {
            let bytes = (0..<Int.random(in: 1...40)).map { _ in UInt8.random(in: 0x80...0xFF) }
            if (try? MessagePackReader.read(bytes)) != nil { read += 1 } else { refused += 1 }
        }
        #expect(read > 0 && refused > 0)
    }
}
