// SPDX-License-Identifier: Apache-2.0

/// The description that an interface description block gives of its packets.
struct CaptureInterface {
    let link: UInt16
    /// The most bytes of a packet; 0 for no limit.
    let snaplen: UInt64
    /// The option `if_tsresol`: units of a second, as a power of ten, or of two with the highest bit.
    private var resolution: UInt8 = 6
    /// The option `if_tsoffset`: seconds to be added.
    private var offset: Int64 = 0

    private static let (end, tsresol, tsoffset) = (0 as UInt64, 9 as UInt64, 14 as UInt64)

    /// Reads the block's body after its length; `nil` for one that is too short.
    init?(_ body: ByteView) {
        guard let link = body.integer(at: 0, width: 2), let snaplen = body.integer(at: 4, width: 4) else { return nil }
        self.link = UInt16(link)
        self.snaplen = snaplen
        var place = 8
        while let code = body.integer(at: place, width: 2), code != Self.end,
            let length = body.integer(at: place + 2, width: 2)
        {
            switch (code, length) {
            case (Self.tsresol, 1): resolution = body.byte(place + 4) ?? resolution
            case (Self.tsoffset, 8):
                offset = body.integer(at: place + 4, width: 8).map { Int64(bitPattern: $0) } ?? offset
            default: break
            }
            place += 4 + Int(length + 3) / 4 * 4
        }
    }

    /// Returns a timestamp in units of this interface as nanoseconds since 1970; `nil` for one that no clock shows.
    func time(_ timestamp: UInt64) -> UInt64? {
        let exponent = Int(resolution & 0x7F)
        // The product is below 2^94, so that nothing overflows.
        var time = UInt128(timestamp) * 1_000_000_000
        if resolution & 0x80 != 0 {
            time >>= exponent
        } else {
            for _ in 0..<min(exponent, 30) { time /= 10 }
        }
        return UInt64(exactly: Int128(time) + Int128(offset) * 1_000_000_000)
    }
}
