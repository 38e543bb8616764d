// SPDX-License-Identifier: Apache-2.0
import FernwireScenario
import FernwireSession
import FernwireWire

/// Someone on the way who changes a handshake.
struct Interference {
    let fault: Fault?

    /// What is left of the offer after a downgrade.
    static let weakerSuite: CipherSuite = .aes128CBCPSK

    /// What arrives of `bytes`, which are whole frames.
    func change(_ bytes: [UInt8]) -> [UInt8] {
        switch fault {
        case .badWrap: changed(bytes, .keyWrap) { frame in frame[frame.count - 1] ^= 1 }
        case .badFinished: changed(bytes, .finished) { frame in frame[frame.count - 1] ^= 1 }
        case .downgrade: changed(bytes, .clientHello, Self.cutOffer)
        default: bytes
        }
    }

    /// Whether `type` is what is changed.
    func concerns(_ type: MessageType) -> Bool {
        switch fault {
        case .badWrap: type == .keyWrap
        case .badFinished: type == .finished
        case .downgrade: type == .clientHello
        default: false
        }
    }

    private static func cutOffer(_ frame: inout [UInt8]) {
        var header = FrameHeader(decoding: frame.span.bytes)
        let payload = Array(frame[Wire.headerLength...])
        guard var hello = try? ClientHello(decoding: payload.span.bytes) else { return }
        hello.suites = [weakerSuite.id]
        let changed = hello.encoded()
        header.length = UInt32(changed.count)
        frame = header.encoded() + changed
    }

    private func changed(_ bytes: [UInt8], _ type: MessageType, _ change: (inout [UInt8]) -> Void) -> [UInt8] {
        wholeFrames(bytes).flatMap { frame in
            var frame = frame
            if FrameHeader(decoding: frame.span.bytes).knownType == type { change(&frame) }
            return frame
        }
    }
}

/// The frames that a session of ours sent.
func wholeFrames(_ bytes: [UInt8]) -> [[UInt8]] {
    var frames: [[UInt8]] = []
    var offset = 0
    while offset + Wire.headerLength <= bytes.count {
        let header = FrameHeader(decoding: bytes.span.extracting(offset..<bytes.count).bytes)
        let end = min(offset + Wire.headerLength + Int(header.length), bytes.count)
        frames.append(Array(bytes[offset..<end]))
        offset = end
    }
    return frames
}
