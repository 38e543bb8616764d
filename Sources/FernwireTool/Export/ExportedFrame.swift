// SPDX-License-Identifier: Apache-2.0
import FernwireCapture
import FernwireDissection
import FernwireWire
import Glibc

/// A frame of a capture, with what is known of it.
struct ExportedFrame {
    let header: FrameHeader
    let facts: FrameFacts
    let packet: UInt64
    /// The time in nanoseconds since 1970; `nil` where the capture does not say.
    let time: UInt64?
    let source: ConversationPiece.End
    let destination: ConversationPiece.End
}

extension ConversationPiece.End {
    /// The address as people write it.
    var addressText: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        var bytes = addressBytes
        inet_ntop(isIPv6 ? AF_INET6 : AF_INET, &bytes, &text, socklen_t(text.count))
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
    /// The address as it is on the wire.
    var addressBytes: [UInt8] {
        (0..<(isIPv6 ? 16 : 4)).reversed().map { UInt8(truncatingIfNeeded: address >> UInt128(8 * $0)) }
    }
}
