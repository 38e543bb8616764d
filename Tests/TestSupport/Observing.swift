// SPDX-License-Identifier: Apache-2.0
public import FernwireSession
import FernwireWire

extension Observer {
    /// Takes in the next frame of a capture.
    public func observe(_ frame: [UInt8], keys: KeyRing, time: UInt64 = 0) -> Observation {
        observe(frame.rawSpan, header: FrameHeader(decoding: frame.rawSpan), keys: keys, time: time)
    }
}
