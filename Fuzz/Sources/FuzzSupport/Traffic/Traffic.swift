// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import FernwireWire

/// What a capture sees of a script: an honest session, with what the steps change in it.
package struct Traffic {
    /// The bytes of each step, and its options.
    package private(set) var segments: [(isFromServer: Bool, options: UInt8, bytes: [UInt8])] = []
    private let session: HonestSession
    private var next = 0
    private var sequences: (client: UInt64, server: UInt64) = (0, 0)

    package init(_ script: Script) {
        session = HonestSession.speaking(script.suite)
        for step in script.steps { take(step) }
    }

    private mutating func take(_ step: Step) {
        switch step.kind {
        case .bytes: add(step, step.content)
        case .frame:
            guard step.content.count >= 2 else { return }
            var header = header(step)
            (header.type, header.flags) = (step.content[0], step.content[1])
            header.length = UInt32(step.content.count - 2)
            add(step, header.encoded() + step.content.dropFirst(2))
        case .record:
            let sequence = header(step).sequence
            guard let record = session.record(step.content, isFromServer: step.isFromServer, sequence: sequence) else {
                return
            }
            add(step, record)
        case .changed:
            guard let frame = nextFrame() else { return }
            add(step, frame.isFromServer, FrameChange.flipped(frame.bytes, by: step.content))
        case .resized:
            guard let frame = nextFrame() else { return }
            add(step, frame.isFromServer, FrameChange.resized(frame.bytes, by: step.content))
        case .repeated:
            let frame = session.frames[Int(step.content.first ?? 0) % session.frames.count]
            add(step, frame.isFromServer, FrameChange.flipped(frame.bytes, by: Array(step.content.dropFirst())))
        case .honest, .command:
            // As many frames as the options say, each in a segment of its own.
            for _ in 0...step.options {
                guard let frame = nextFrame() else { return }
                add(step, frame.isFromServer, frame.bytes)
            }
        }
    }

    /// The next frame of the honest session.
    private mutating func nextFrame() -> (isFromServer: Bool, bytes: [UInt8])? {
        guard next < session.frames.count else { return nil }
        next += 1
        return session.frames[next - 1]
    }

    private mutating func add(_ step: Step, _ bytes: [UInt8]) { add(step, step.isFromServer, bytes) }

    private mutating func add(_ step: Step, _ isFromServer: Bool, _ bytes: [UInt8]) {
        if isFromServer { sequences.server += 1 } else { sequences.client += 1 }
        segments.append((isFromServer, step.options, bytes))
    }

    /// The header of a side's next frame.
    private func header(_ step: Step) -> FrameHeader {
        FrameHeader(
            .record, from: step.isFromServer ? .fromServer : .fromClient, epoch: 1, sessionID: session.id,
            sequence: step.isFromServer ? sequences.server : sequences.client, length: 0)
    }
}

/// Changes to a frame that was right.
package enum FrameChange {
    /// Flips bits: of each three bytes of `changes`, two are a place and one flips bits there.
    package static func flipped(_ frame: [UInt8], by changes: [UInt8]) -> [UInt8] {
        var frame = frame
        guard !frame.isEmpty else { return frame }
        for start in stride(from: 0, to: changes.count - 2, by: 3) {
            let place = Int(changes[start]) << 8 | Int(changes[start + 1])
            frame[place % frame.count] ^= changes[start + 2]
        }
        return frame
    }

    /// Cuts the payload, or makes it longer, by the first byte of `changes`, whose rest are flips; then puts the length right.
    package static func resized(_ frame: [UInt8], by changes: [UInt8]) -> [UInt8] {
        guard let first = changes.first, frame.count >= Wire.headerLength else { return frame }
        let payload = frame.count - Wire.headerLength
        let wanted = max(payload + Int(Int8(bitPattern: first)), 0)
        var changed = flipped(frame, by: Array(changes.dropFirst()))
        var header = FrameHeader(decoding: changed.rawSpan)
        header.length = UInt32(wanted)
        changed = changed.prefix(Wire.headerLength + wanted) + [UInt8](repeating: 0, count: max(wanted - payload, 0))
        changed.replaceSubrange(..<Wire.headerLength, with: header.encoded())
        return changed
    }
}
