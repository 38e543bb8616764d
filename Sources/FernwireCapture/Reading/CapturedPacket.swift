// SPDX-License-Identifier: Apache-2.0

/// One packet of a capture.
public struct CapturedPacket: Sendable {
    /// The number of the packet, counted from 1 as Wireshark does.
    var number: UInt64
    /// The time in nanoseconds since 1970; `nil` where the capture does not say.
    var time: UInt64?
    /// The LINKTYPE_ number of the packet's interface.
    var link: UInt16
    /// The captured bytes of the packet.
    var bytes: ArraySlice<UInt8>
}
