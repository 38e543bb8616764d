// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireWire

extension Plan {
    /// Draws the fields of `bytes`, which lie `offset` bytes into `source`.
    ///
    /// - Returns: what does not fit; the fields before it are drawn.
    mutating func draw(
        _ layout: Layout, _ bytes: RawSpan, at offset: Int, source: Source = .unit
    ) -> WireError? {
        do {
            try layout.walk(bytes) { event in
                switch event {
                case .leaf(.flags, let range): drawFlags(range.moved(by: offset), source)
                case .leaf(let field, let range): self.field(field, range.moved(by: offset), source: source)
                case .group(let field, let range): subtree(field, range.moved(by: offset), source: source)
                case .end: end()
                }
            }
            return nil
        } catch {
            return error
        }
    }

    private mutating func drawFlags(_ range: Range<Int>, _ source: Source) {
        subtree(.flags, range, source: source)
        field(.protectedFlag, range, source: source)
        field(.reservedFlags, range, source: source)
        end()
    }

    /// Bytes that belong to no frame, or a header that claims too much.
    mutating func drawStray(_ bytes: RawSpan, wantsFields: Bool) {
        let all = 0..<bytes.byteCount
        let isOversized = FrameFinder.find(bytes) == .oversized
        if wantsFields {
            protocolTree(all)
            if isOversized {
                _ = draw(FrameHeader.layout, bytes.extracting(0..<Wire.headerLength), at: 0)
            } else {
                label { $0.write(", skipped bytes") }
                field(.skipped, all)
            }
        }
        note(isOversized ? .oversized : .skipped)
        if wantsFields { end() }
        info {
            $0.write(isOversized ? "Frame above the maximum length" : "Skipped ")
            guard !isOversized else { return }
            $0.write(UInt(all.count))
            $0.write(" bytes")
        }
    }
}

extension Range<Int> {
    func moved(by offset: Int) -> Range<Int> {
        lowerBound + offset..<upperBound + offset
    }
}
