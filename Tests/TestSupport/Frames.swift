// SPDX-License-Identifier: Apache-2.0
public import FernwireSession
import FernwireWire

public enum Frames {
    /// Cuts well-formed bytes into frames.
    public static func split(_ bytes: [UInt8]) -> [[UInt8]] {
        var frames: [[UInt8]] = []
        var offset = 0
        while offset < bytes.count {
            let header = FrameHeader(decoding: bytes.rawSpan.extracting(offset..<bytes.count))
            let end = offset + Wire.headerLength + Int(header.length)
            frames.append(Array(bytes[offset..<end]))
            offset = end
        }
        return frames
    }
}

extension Observer {
    /// Takes in the next frame of a capture.
    public func observe(_ frame: [UInt8], keys: KeyRing, time: UInt64 = 0) -> Observation {
        observe(frame.rawSpan, header: FrameHeader(decoding: frame.rawSpan), keys: keys, time: time)
    }
}
