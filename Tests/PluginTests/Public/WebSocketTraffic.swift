// SPDX-License-Identifier: Apache-2.0
import DissectorTesting
import WireSchema

/// Frames of WebSocket.
enum WebSocketTraffic {
    private static let payloads = [
        "initial_frame.payload_text", "initial_frame.payload_bytes", "dataframe.payload_text",
        "dataframe.payload_bytes",
    ].map { "websocket_ksy." + $0 }

    /// The names that the public `websocket.ksy` and Wireshark have for the same.
    private static let pairs: [FieldPair] = [
        .number("websocket.fin", "websocket_ksy.frame_header.finished"),
        .number("websocket.rsv", "websocket_ksy.frame_header.reserved"),
        .number("websocket.opcode", "websocket_ksy.frame_header.opcode"),
        .number("websocket.mask", "websocket_ksy.frame_header.is_masked"),
        .number("websocket.payload_length", "websocket_ksy.frame_header.len_payload_primary"),
        .bytes("websocket.payload_length_ext_16", "websocket_ksy.frame_header.len_payload_extended_1"),
    ]
    static let openPairs =
        pairs + [
            FieldPair(theirs: ["websocket.payload"], ours: payloads, form: .place, shift: 0),
            FieldPair(
                theirs: [
                    "websocket.payload.text", "websocket.payload.ping", "websocket.payload.pong",
                    "websocket.payload.close.status_code", "websocket.payload.close.reason",
                ], ours: payloads, form: .joined, shift: 0),
        ]
    static let maskedPairs =
        pairs + [
            .bytes("websocket.masking_key", "websocket_ksy.frame_header.mask_key"),
            FieldPair(theirs: ["websocket.masked_payload"], ours: payloads, form: .place, shift: 0),
        ]

    /// All kinds of frames. Clients mask what they send.
    static func capture(isMasked: Bool) -> CaptureFile {
        let long = [UInt8](repeating: 0x78, count: 300)
        let segments = [
            frame(1, Array("Hello".utf8), isMasked: isMasked), frame(2, [0, 1, 0xFF], isMasked: isMasked),
            frame(1, Array(repeating: 0x61, count: 125), isMasked: isMasked), frame(2, long, isMasked: isMasked),
            frame(1, [], isMasked: isMasked), frame(9, Array("ping".utf8), isMasked: isMasked),
            frame(10, Array("ping".utf8), isMasked: isMasked),
            frame(1, Array("frag".utf8), isFinal: false, isMasked: isMasked)
                + frame(0, Array("ment".utf8), isMasked: isMasked),
            frame(8, [3, 0xE8] + Array("bye".utf8), isMasked: isMasked),
        ]
        var capture = CaptureFile(serverPort: 8080)
        for segment in segments { capture.segment(isMasked ? .client : .server, segment) }
        return capture
    }

    static func frame(_ opcode: UInt8, _ payload: [UInt8], isFinal: Bool = true, isMasked: Bool = false) -> [UInt8] {
        var bytes: [UInt8] = [(isFinal ? 0x80 : 0) | opcode]
        let mask: UInt8 = isMasked ? 0x80 : 0
        switch payload.count {
        case 0...125: bytes.append(mask | UInt8(payload.count))
        case 126...0xFFFF:
            bytes.append(mask | 126)
            bytes.append(UInt64(payload.count), width: 2)
        default:
            bytes.append(mask | 127)
            bytes.append(UInt64(payload.count), width: 8)
        }
        guard isMasked else { return bytes + payload }
        let key: [UInt8] = [0x37, 0xFA, 0x21, 0x3D]
        return bytes + key + payload.enumerated().map { $1 ^ key[$0 % 4] }
    }
}
