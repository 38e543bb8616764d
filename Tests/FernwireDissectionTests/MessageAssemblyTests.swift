// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireWire
import TestSupport
import Testing

@testable import FernwireDissection
@testable import FernwireSession

@Suite struct MessageAssemblyTests {
    private func record(
        _ type: ContentType, _ fragment: Fragment, id: UInt64 = 1, replyTo: UInt64 = 0, _ content: [UInt8] = [1, 2]
    ) throws -> RecordContent {
        var bytes: [UInt8] = []
        RecordPlaintext(type, fragment, messageID: id, replyTo: replyTo, content: content).encode(into: &bytes)
        let content = RecordContent(bytes.span.bytes, Observation())
        return try #require(content)
    }

    private func id(_ number: Int) -> FindingID { FindingID(rawValue: UInt32(number)) }

    @Test("Each fragment names the record before it, and the last one completes the message")
    func namesTheRecordBeforeAndTheLast() throws {
        var assembly = MessageAssembly()
        let first = assembly.add(try record(.binary, .first), at: id(3))
        let middle = assembly.add(try record(.binary, .middle), at: id(5))
        let last = assembly.add(try record(.binary, .last), at: id(9))
        #expect(first?.previous == FindingID.none && first?.isComplete == false)
        #expect(middle?.previous == id(3) && middle?.isComplete == false)
        #expect(last?.previous == id(5) && last?.isComplete == true)
        #expect(assembly.add(try record(.binary, .last), at: id(10)) == nil)
    }

    @Test("A fragment of another message or an interruption breaks the assembly")
    func anotherMessageBreaksIt() throws {
        for other in [
            try record(.text, .middle), try record(.binary, .middle, id: 2), try record(.binary, .middle, replyTo: 1),
        ] {
            var assembly = MessageAssembly()
            _ = assembly.add(try record(.binary, .first), at: id(1))
            #expect(assembly.add(other, at: id(2)) == nil)
            #expect(assembly.add(try record(.binary, .last), at: id(3)) == nil)
        }
        var interrupted = MessageAssembly()
        _ = interrupted.add(try record(.binary, .first), at: id(1))
        interrupted.interrupt()
        #expect(interrupted.add(try record(.binary, .last), at: id(2)) == nil)
    }

    @Test("A control record between fragments does not break the assembly")
    func aControlRecordMayStandBetween() throws {
        var assembly = MessageAssembly()
        _ = assembly.add(try record(.binary, .first), at: id(1))
        #expect(assembly.add(try record(.alert, .whole, id: 0), at: id(2)) == nil)
        #expect(assembly.add(try record(.binary, .last), at: id(3))?.isComplete == true)
    }

    @Test("A message of the size limit is assembled, and one that is a byte larger is not")
    func nothingAboveTheLimitIsPutTogether() throws {
        let chunk = [UInt8](repeating: 0, count: Wire.maximumContent)
        let full = MessageAssembly.limit / chunk.count
        for excess in [0, 1] {
            var assembly = MessageAssembly()
            _ = assembly.add(try record(.binary, .first, chunk), at: id(1))
            for verdict in 2..<full { _ = assembly.add(try record(.binary, .middle, chunk), at: id(verdict)) }
            _ = assembly.add(try record(.binary, .middle, chunk), at: id(full))
            let last = assembly.add(
                try record(.binary, .last, [UInt8](repeating: 0, count: excess)), at: id(full + 1))
            #expect((last?.isComplete == true) == (excess == 0))
        }
    }

    @Test("A file is assembled only if its second fragment begins where the first one ends")
    func aFilesDataHaveNoGap() throws {
        func later(_ offset: UInt64, _ fragment: Fragment) throws -> RecordContent {
            try record(.file, fragment, FileFragment(offset: offset, description: nil, data: [7]).encoded())
        }
        let description = FileFragment.Description(
            size: 2, sha256: [UInt8](repeating: 0, count: 32), name: Array("a".utf8), mediaType: [])
        let first = try record(.file, .first, FileFragment(offset: 0, description: description, data: [6]).encoded())
        for (offset, isComplete) in [(1 as UInt64, true), (0, false), (2, false), (.max, false)] {
            var assembly = MessageAssembly()
            _ = assembly.add(first, at: id(1))
            #expect((assembly.add(try later(offset, .last), at: id(2))?.isComplete == true) == isComplete)
        }
    }

    @Test("The first fragment of a message has no record before it, also after another message")
    func theNextMessage() throws {
        var assembly = MessageAssembly()
        _ = assembly.add(try record(.binary, .first), at: id(1))
        _ = assembly.add(try record(.binary, .last), at: id(2))
        let next = assembly.add(try record(.binary, .first, id: 2), at: id(3))
        #expect(next?.previous == FindingID.none && next?.isComplete == false)
    }
}
