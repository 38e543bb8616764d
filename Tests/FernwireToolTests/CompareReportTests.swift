// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import FernwireWire
import Foundation
import TestSupport
import Testing

@testable import FernwireCapture
@testable import FernwireTool

/// What `fernwire compare` says below its rows and of time, and how wide it takes characters to be.
@Suite struct CompareReportTests {
    private static let library = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "captures/library").path()

    /// Returns the lines below the rows of two captures of the library.
    private func notes(_ first: String, _ second: String) throws -> [String] {
        let sessions = try [first, second].map { name in
            try SniffedSession(path: "\(Self.library)/\(name).pcapng", stream: nil)
        }
        let page = ComparisonPage(a: sessions[0], b: sessions[1], terminal: Terminal())
        // Two titles, a blank line and a heading come before the rows, each of which begins with an arrow.
        return page.lines.dropFirst(4).filter { !$0.hasPrefix("→") && !$0.hasPrefix("←") }
    }

    @Test("Below the rows stands how many bytes are no frames, and nothing where all bytes are frames")
    func notesBelowTheRows() throws {
        let none = try notes("badge-plaintext", "badge-fernet")
        #expect(none.isEmpty, "\(none)")
        // The client sends an HTTP request after the end.
        let second = try notes("badge-fernet", "fault-garbage-after-close")
        #expect(second == ["B has 38 bytes that are no frames"])
        let first = try notes("fault-garbage-after-close", "badge-fernet")
        #expect(first == ["A has 38 bytes that are no frames"])
    }

    /// Returns what the report says of the times of a session whose frames come at even intervals.
    private func timing(interval: UInt64) throws -> String? {
        let observer = Observer()
        var leaks = SessionLeaks()
        let frames = try SampleSession(.aes128CBCPSK).frames.map(\.bytes)
        for (packet, frame) in frames.enumerated() {
            let header = FrameHeader(decoding: frame.rawSpan)
            let observation = observer.observe(frame, keys: KeyRing(), time: 1)
            let payload = frame.rawSpan.extracting(Wire.headerLength..<frame.count)
            let captured = CapturedFrame(bytes: frame, packet: UInt64(packet), time: UInt64(packet) * interval)
            try leaks.take(
                header, payload, from: #require(header.knownDirection), observation: observation, frame: captured)
        }
        return LeakReport(name: "A", leaks, Terminal()).timing
    }

    @Test("Answers that all take as long are told by one time, and a session that takes no time tells nothing of it")
    func evenTimes() throws {
        let even = try timing(interval: 2_000_000) ?? "nothing"
        #expect(
            even.hasPrefix("The client answers after 2.0 ms. The server answers after 2.0 ms. The longest silence "),
            "\(even)")
        let none = try timing(interval: 0)
        #expect(none == nil)
    }

    @Test("A variation selector makes a telephone an emoji, and a letter no wider") func variationSelectors() {
        #expect(Columns.width("\u{260E}\u{FE0F}") == 2 && Columns.width("a\u{FE0F}") == 1)
    }
}
