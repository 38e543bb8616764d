// SPDX-License-Identifier: Apache-2.0
import FernwireCapture
import FernwireConsole
import FernwireSession
import FernwireWire

/// What a sniffer has of one frame.
struct SniffedFrame {
    let packet: UInt64
    /// Nanoseconds since 1970.
    let time: UInt64?
    let direction: Direction
    /// Message type, known or not.
    let type: UInt8
    let text: SnifferText
}

/// One session of a capture, read without any key.
struct SniffedSession {
    let path: String
    /// Number of its TCP connection.
    let stream: Int
    /// The frames that are shown, in the order of the capture.
    let frames: [SniffedFrame]
    /// How many more frames there are.
    let more: Int
    let leaks: SessionLeaks
    /// Bytes that are no frames.
    let skipped: UInt64
    /// Bytes that were sent and not captured.
    let missing: UInt64

    /// How many frames of a session are shown at most.
    static let limit = 10_000

    /// Reads the capture at `path` as far as it goes, and says so if that is not its end.
    init(path: String, stream: Int?) throws {
        self.path = path
        var capture = FrameCapture(stream: stream)
        var reader = Reader()
        let failure = try InputFile(path: path).readableBlocks { block in
            for frame in capture.take(block) { reader.take(frame) }
        }
        for frame in capture.finish() { reader.take(frame) }
        guard let found = capture.stream, !reader.frames.isEmpty else {
            throw CommandError("\(path): \(Self.reason(failure, stream: stream, capture))")
        }
        if let failure { StandardOutput.write(errorLine: "warning: \(path): \(failure); what is before it is shown") }
        self.stream = found
        // What waited for a gap comes late.
        frames = reader.frames.enumerated()
            .sorted { ($0.element.packet, $0.offset) < ($1.element.packet, $1.offset) }.map(\.element)
        (more, leaks) = (reader.more, reader.leaks)
        (skipped, missing) = (capture.skipped, capture.missing)
    }

    /// Why there is nothing to show.
    private static func reason(_ failure: PcapngReader.Failure?, stream: Int?, _ capture: FrameCapture) -> String {
        switch failure {
        case .notPcapng, .classicPcap: return failure?.description ?? ""
        case .malformed, .truncated, nil: break
        }
        var reason = stream.map { "no Fernwire frames in TCP connection \($0)" } ?? "no Fernwire session in it"
        if let link = capture.unknownLink { reason += "; packets of link type \(link) are not read" }
        if let failure { reason += "; \(failure)" }
        return reason
    }

    /// Folds the frames as they come.
    private struct Reader {
        var frames: [SniffedFrame] = []
        var more = 0
        var leaks = SessionLeaks()
        private let observer: Observer
        /// No key, but what everyone finds by brute force.
        private let keys: KeyRing

        init() {
            observer = Observer()
            observer.forgets = true
            let keys = KeyRing()
            keys.allowsBruteForce = true
            self.keys = keys
        }

        mutating func take(_ frame: CapturedFrame) {
            let bytes = frame.bytes.rawSpan
            let header = FrameHeader(decoding: bytes)
            guard let direction = header.knownDirection else { return }
            let seconds = (frame.time ?? 0) / 1_000_000_000
            let observation = observer.observe(bytes, header: header, keys: keys, time: seconds)
            let payload = bytes.extracting(Wire.headerLength..<bytes.byteCount)
            leaks.take(header, payload, from: direction, observation: observation, frame: frame)
            guard frames.count < SniffedSession.limit else {
                more += 1
                return
            }
            let plaintext = Array(observer.plaintext(of: observation))
            let text = SnifferText(header, payload, observation: observation, plaintext: plaintext)
            frames.append(
                SniffedFrame(
                    packet: frame.packet, time: frame.time, direction: direction, type: header.type, text: text))
        }
    }
}
