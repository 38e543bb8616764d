// SPDX-License-Identifier: Apache-2.0

import FernwireScenario
import FernwireSession
import FernwireWire
import Testing

@testable import FernwireCapture

@Suite struct FrameCaptureTests {
    @Test("A capture's frames have the session's types, directions and order of times and packets")
    func theFramesAreThoseOfTheSession() throws {
        let (frames, capture) = Reading.frames(try Reading.capture("badge-plaintext"))
        let headers = frames.map { Reading.header($0) }
        #expect(
            headers.map(\.knownType) == [
                .clientHello, .serverHello, .finished, .finished, .record, .record, .record, .record,
            ])
        #expect(headers.map(\.direction) == [0, 1, 0, 1, 0, 1, 0, 1])
        #expect(String(decoding: frames[4].bytes, as: UTF8.self).hasSuffix("BadgeNumber: 12345"))
        let times = try frames.map { try #require($0.time) }
        #expect(times == times.sorted() && times[0] > Generator.start && times[7] < Generator.start + 1_000_000_000)
        #expect((200_000_000..<250_000_000).contains(times[4] - times[3]))
        #expect(frames.map(\.packet) == frames.map(\.packet).sorted())
        #expect(capture.stream == 0 && capture.skipped == 0 && capture.missing == 0 && capture.unknownLink == nil)
    }

    /// However TCP carries it, it is the same session.
    @Test(
        "Retransmitted, reordered, overlapping, split and coalesced segments give the same frames",
        arguments: [
            Fault.retransmission, .reorderedSegments, .overlappingSegments, .oddSplits, .coalescing,
        ]) func whatTCPDoesChangesNothing(_ fault: Fault) throws
    {
        var scenario = try #require(ScenarioLibrary.scenario(named: "fault-\(fault.name)"))
        let faulty = Reading.frames(try Reading.capture(scenario))
        for index in scenario.steps.indices { scenario.steps[index].fault = nil }
        let sound = Reading.frames(try Reading.capture(scenario))
        #expect(faulty.frames.map { Reading.header($0).sequence } == sound.frames.map { Reading.header($0).sequence })
        #expect(faulty.frames.map(\.bytes.count) == sound.frames.map(\.bytes.count))
        #expect(faulty.capture.skipped == 0 && faulty.capture.missing == 0)
    }

    @Test("Frames are read around lost segments, cut packets, a missing start and trailing garbage")
    func whatIsNotCapturedIsMarkedAndTheRestIsRead() throws {
        let lost = Reading.frames(try Reading.capture("fault-lost-segment"))
        #expect(lost.capture.missing > 0 && lost.frames.count == 10)
        let numbers = lost.frames.map { Reading.header($0) }.filter { $0.direction == 0 }.map(\.sequence)
        #expect(numbers == [0, 1, 2, 4, 5])
        let short = Reading.frames(try Reading.capture("fault-snaplen"))
        #expect(short.capture.missing > 0 && short.frames.count > 8)
        for frame in short.frames {
            let length = Int(Reading.header(frame).length) + Wire.headerLength
            #expect(frame.bytes.count == min(length, 128 - 66))
        }
        let late = Reading.frames(try Reading.capture("fault-start-in-the-middle"))
        #expect(late.frames.allSatisfy { Reading.header($0).knownType == .record } && late.frames.count > 3)
        let garbage = Reading.frames(try Reading.capture("fault-garbage-after-close"))
        #expect(garbage.capture.skipped > 0)
    }

    /// Cut anywhere, a capture gives the frames of what is left, and at most one of each direction is not whole.
    @Test(
        "A capture cut at any byte gives the frames before the cut, with at most two of them not whole",
        arguments: ["badge-fernet", "fault-reordered-segments"]) func eachCutIsRead(_ name: String) throws
    {
        let bytes = try Reading.capture(name)
        let all = Reading.frames(bytes).frames.map(\.bytes)
        var counts: [Int] = []
        for count in bytes.indices {
            let frames = Reading.frames(Array(bytes[..<count])).frames.map(\.bytes)
            #expect(frames.allSatisfy { frame in all.contains { $0.starts(with: frame) } }, "\(count)")
            #expect(frames.count { !all.contains($0) } <= 2, "\(count)")
            counts.append(frames.count)
        }
        #expect(counts == counts.sorted() && counts.first == 0 && counts.last == all.count)
    }

    /// Whatever a byte becomes, what is read is still bounded by what there is.
    @Test("A changed byte of a capture never gives more bytes of frames than the capture has")
    func eachByteMayBeAnother() throws {
        let bytes = try Reading.capture("badge-plaintext")
        for place in bytes.indices {
            for value in [0, 0x7F, 0xFF] as [UInt8] {
                var changed = bytes
                changed[place] = value
                let frames = Reading.frames(changed).frames
                #expect(frames.reduce(0) { $0 + $1.bytes.count } <= bytes.count, "\(place)")
                #expect(frames.allSatisfy { $0.bytes.count >= Wire.headerLength })
            }
        }
    }

    @Test("The connection read is the first one with frames, or the one whose number is given")
    func theConnectionIsTheFirstWithFramesOrTheOneAskedFor() throws {
        var file = Reading.section() + Reading.interface(1)
        var other = Reading.client
        other.port = 40_001
        file += Reading.packet(Reading.segment(Array("GET / HTTP/1.1".utf8), from: other))
        // Its header comes in two segments, the other way round.
        let frame = Reading.frame(0)
        file += Reading.packet(Reading.segment([], at: 999, flags: .syn))
        file += Reading.packet(Reading.segment(Array(frame[20...]), at: 1020))
        file += Reading.packet(Reading.segment(Array(frame[..<20])))
        let found = Reading.frames(file)
        #expect(found.frames.map(\.bytes) == [frame] && found.capture.stream == 1)
        let chosen = Reading.frames(file, stream: 0)
        #expect(chosen.frames.isEmpty && chosen.capture.stream == 0 && chosen.capture.skipped == 14)
        #expect(Reading.frames(file, stream: 9).frames.isEmpty)
        let none = Reading.frames(Array(file.dropLast(140)))
        #expect(none.frames.isEmpty && none.capture.stream == nil)
        // Of many clients each is one.
        let many = try Reading.capture("many-clients")
        let sessions = try (0..<6).map { stream in
            Reading.header(try #require(Reading.frames(many, stream: stream).frames.last)).sessionID
        }
        #expect(Set(sessions).count == 6)
        #expect(Reading.frames(many, stream: 6).frames.isEmpty)
    }

    /// More connections than are followed: those that came last are.
    @Test("The oldest candidate connection is forgotten beyond the limit, and is not taken up again")
    func candidatesAreForgotten() {
        var file = Reading.section() + Reading.interface(1)
        func client(_ number: Int) -> Host {
            Host(mac: Reading.client.mac, address: [10, 0, UInt8(number >> 8), UInt8(number & 0xFF)], port: 1)
        }
        let frame = Reading.frame(0)
        for number in 0...FrameCapture.candidateLimit {
            file += Reading.packet(Reading.segment(Array(frame[..<10]), from: client(number)))
        }
        func ended(_ number: Int) -> FrameCapture {
            let end = Reading.packet(Reading.segment(Array(frame[10...]), at: 1010, from: client(number)))
            return Reading.frames(file + end).capture
        }
        #expect(ended(0).stream == nil && ended(1).stream == 1)
        // One that was forgotten is not taken up again.
        let whole = Reading.packet(Reading.segment(frame, at: 2000, from: client(0)))
        #expect(Reading.frames(file + whole).capture.stream == nil)
    }

    @Test("A connection whose frames all lie behind a gap is found at the end of the capture")
    func framesBehindAGap() {
        var file = Reading.section() + Reading.interface(1)
        var other = Reading.client
        other.port = 40_001
        file += Reading.packet(Reading.segment(Array("GET / HTTP/1.1".utf8), from: other))
        file += Reading.packet(Reading.segment([], at: 999, flags: .syn))
        let frame = Reading.frame(0)
        file += Reading.packet(Reading.segment(frame, at: 1020))
        let found = Reading.frames(file)
        #expect(found.frames.map(\.bytes) == [frame])
        #expect(found.capture.stream == 1 && found.capture.missing == 20)
    }
}
