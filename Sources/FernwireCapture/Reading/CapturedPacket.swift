// SPDX-License-Identifier: Apache-2.0

/// One packet of a capture.
struct CapturedPacket {
    /// The packet's number, counted from 1 as Wireshark does.
    var number: UInt64
    /// Nanoseconds since 1970; `nil` where the capture does not say.
    var time: UInt64?
    /// LINKTYPE_ number of its interface.
    var link: UInt16
    /// What was captured of it.
    var bytes: ArraySlice<UInt8>
}
