// SPDX-License-Identifier: Apache-2.0
import FernwireWire
import Testing

@Suite struct FieldTests {
    /// All fields that layouts have.
    static let fields: [Field] = {
        func fields<M: Message>(_ message: M.Type) -> [Field] { M.schema.layout.fields }
        let messages = MessageDeclaration.all.flatMap { [$0.heading] + ($0.message.map { fields($0) } ?? []) }
        let contents = ContentType.allCases.flatMap { RecordPlaintext.contentLayout($0, .whole).fields }
        let all =
            FrameHeader.layout.fields + messages + RecordPlaintext.prefixLayout.fields + contents + Token.layout.fields
        var seen: Set<Field> = []
        return all.filter { seen.insert($0).inserted }
    }()

    @Test("Each field has a title, a summary and a well-formed filter name of its own")
    func filtersAreUniqueAndWellFormed() {
        var seen: Set<String> = []
        for field in Self.fields {
            let filter = field.filter.description
            #expect(filter.wholeMatch(of: /fernwire(\.[a-z][a-z0-9_]*)+/) != nil, "\(filter)")
            #expect(!filter.dropFirst(9).contains("fernwire"))
            #expect(seen.insert(filter).inserted, "\(filter) stands twice")
            #expect(!field.title.description.isEmpty && !field.summary.description.isEmpty)
        }
        for name in ["type", "suite", "session_id", "epoch", "sequence", "length"] {
            #expect(seen.contains("fernwire.\(name)"))
        }
    }

    @Test("Walking a layout visits each field and group, and throws at the first field that is cut")
    func walkingVisitsGroupsAndStopsAtWhatDoesNotFit() {
        let bytes = Messages.keyWrap.encoded()
        var events: [LayoutEvent] = []
        #expect(throws: Never.self) { try KeyWrap.schema.layout.walk(bytes.rawSpan) { events.append($0) } }
        #expect(events.first == .leaf(.wrapsLength, 0..<2))
        #expect(events[1] == .group(.wrap, 2..<261))
        #expect(
            events[2...5] == [
                .leaf(.wrapKind, 2..<3), .leaf(.wrappedLength, 3..<5), .leaf(.wrapped, 5..<261), .end,
            ])
        #expect(events.count == 11)
        var some: [LayoutEvent] = []
        let cut = Array(Messages.serverHello.encoded()[..<36])
        #expect(throws: WireError.truncated(field: .keyID, offset: 35)) {
            try ServerHello.schema.layout.walk(cut.rawSpan) { some.append($0) }
        }
        #expect(some == [.leaf(.helloRandom, 0..<32), .leaf(.suite, 32..<34), .leaf(.keyIDLength, 34..<35)])
    }

    @Test("The text of a wire error names the field and the byte")
    func errorsNameFieldAndPlace() {
        let error = WireError.truncated(field: .keyID, offset: 35)
        #expect("\(error)" == "ends inside fernwire.hello.key_id at byte 35")
    }
}
