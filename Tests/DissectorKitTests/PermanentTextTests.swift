// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import Testing

@Suite struct PermanentTextTests {
    private func bytes(_ text: PermanentText) -> [UInt8] { text.withUTF8Buffer { Array($0) } }

    @Test("A literal and a kept text with the same content are equal, and another one is not")
    func equality() {
        let literal: PermanentText = "grün"
        let kept = PermanentText(keeping: "gr" + "ün")
        #expect(literal == kept && literal.hashValue == kept.hashValue)
        #expect(literal != "grü" && literal != "gruen" && kept != "")
        #expect(Set([literal, kept, "blau"]).count == 2)
        #expect(kept.description == "grün" && String(kept) == "grün" && "\(literal)" == "grün")
        #expect(bytes(kept) == Array("grün".utf8) && bytes(literal) == bytes(kept))
    }

    @Test("A text ends in NUL, an empty one too")
    func nul() throws {
        for text in ["", PermanentText(keeping: ""), "text", PermanentText(keeping: "text")] {
            let start = try #require(UnsafePointer<CChar>(bitPattern: text.address))
            #expect(String(cString: start) == text.description)
            #expect(text.isEmpty == text.description.isEmpty)
        }
    }

    @Test("Fields, notes, value names and places are made of texts that are known at run time")
    func declarations() {
        let name = "run" + "time"
        let rooms = (Field.roomLeft, Note.roomLeft)
        let field = Field(PermanentText(keeping: name + ".field"), "Field", kind: .u8)
        let note = Note(PermanentText(keeping: name + ".note"), .comment, severity: .chat, message: "A note")
        #expect(Field.roomLeft < rooms.0 && Note.roomLeft < rooms.1)
        #expect(field.filter == "runtime.field" && note.filter == "runtime.note")
        let names = ValueNames(signed: [(-1, PermanentText(keeping: name)), (1, "one")])
        #expect(names.names.map(\.value) == [.max, 1] && names.names.map(\.name) == ["runtime", "one"])
        #expect(Place.tcp(ports: [80, 443]).range == "80,443" && Place.udp(ports: []).range == "")
        #expect(Place.udp(ports: [53]).table == "udp.port")
    }
}
