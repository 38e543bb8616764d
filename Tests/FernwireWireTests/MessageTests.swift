// SPDX-License-Identifier: Apache-2.0
import FernwireWire
import Testing

@Suite struct MessageTests {
    @Test("Every message survives encoding and decoding", arguments: Messages.all.indices) func survivesEncoding(
        _ index: Int
    ) throws {
        func check<M: Message>(_ message: M) throws {
            #expect(try M.decode(message.encoded()) == message)
        }
        try check(Messages.all[index])
    }

    @Test(
        "A message cut at any byte is refused with the field that is cut, and a trailing byte is refused",
        arguments: Messages.withParts.indices) func eachCutNamesTheFieldThatIsCut(_ index: Int) throws
    {
        func check<M: Message>(_ message: M, _ parts: Messages.Parts) throws {
            let bytes = message.encoded()
            #expect(parts.reduce(0) { $0 + $1.count } == bytes.count)
            for count in bytes.indices {
                let error = try #require(Messages.truncation(of: parts, after: count))
                #expect(throws: error, "\(M.self) of \(count) bytes") { try M.decode(Array(bytes[..<count])) }
            }
            #expect(throws: WireError.trailingBytes(count: 1, offset: bytes.count)) { try M.decode(bytes + [0]) }
        }
        let (message, parts) = Messages.withParts[index]
        try check(message, parts)
    }

    /// What a finished and a signature may be, the suite alone knows.
    @Test("The tests know the parts of every message but finished and signature")
    func allMessagesButTwoHaveParts() {
        func name(_ message: any Message) -> String { "\(type(of: message))" }
        let others = Messages.all.filter { !($0 is Finished || $0 is Signature) }
        #expect(others.map(name) == Messages.withParts.map { name($0.message) })
    }

    /// Each byte set to each of some values: whatever comes out, nothing traps, and what is accepted encodes again.
    @Test(
        "A message with a changed byte is refused, or encodes to the same bytes again", arguments: Messages.all.indices)
    func eachChangedByteIsRefusedOrAnotherMessage(_ index: Int) {
        func check<M: Message>(_ message: M) {
            let bytes = message.encoded()
            for place in bytes.indices {
                for value: UInt8 in [0, 1, 0x7F, 0x80, 0xFF, bytes[place] &+ 1, bytes[place] &- 1] {
                    var changed = bytes
                    changed[place] = value
                    if let other = try? M.decode(changed) { #expect(other.encoded() == changed) }
                }
            }
        }
        check(Messages.all[index])
    }

    @Test("A length that claims more than there is makes the message truncated")
    func lengthsThatClaimTooMuchAreRefused() {
        // Suites, key ids, extensions of a client hello; each claims what is not there.
        let hello = Messages.clientHello.encoded()
        for (offset, field) in [(32, Field.offeredSuitesLength), (38, .keyIDsLength)] {
            var changed = hello
            (changed[offset], changed[offset + 1]) = (0xFF, 0xFF)
            #expect(throws: WireError.truncated(field: field, offset: offset + 2)) { try ClientHello.decode(changed) }
        }
        let key: [UInt8] = [1, 0xFF, 0xFF, 0]
        #expect(throws: WireError.truncated(field: .publicKey, offset: 3)) { try PublicKey.decode(key) }
        // A list whose last element does not end with it.
        #expect(throws: WireError.self) { try ClientHello.decode(Array(hello[..<32]) + [0, 3, 0, 2, 0, 0, 0, 0, 0]) }
    }

    @Test("Hellos take lists up to their limits, and refuse one more, an empty entry or a repetition")
    func helloLimits() throws {
        var hello = Messages.clientHello
        hello.suites = (0..<64).map { SuiteID(rawValue: $0) }
        hello.keyIDs = (0..<16).map { [UInt8($0)] }
        hello.extensions = (0..<32).map { Extension(type: $0, data: []) }
        #expect(try ClientHello.decode(hello.encoded()) == hello)
        func refuses(_ change: (inout ClientHello) -> Void) -> Bool {
            var changed = hello
            change(&changed)
            return (try? ClientHello.decode(changed.encoded())) == nil
        }
        #expect(refuses { $0.suites.append(SuiteID(rawValue: 64)) })
        #expect(refuses { $0.suites = [] })
        #expect(refuses { $0.suites = [SuiteID(rawValue: 2), SuiteID(rawValue: 2)] })
        #expect(refuses { $0.keyIDs.append([99]) })
        #expect(refuses { $0.keyIDs[3] = [] })
        #expect(refuses { $0.extensions.append(Extension(type: 99, data: [])) })
        #expect(refuses { $0.extensions[1].type = 0 })
        var answer = Messages.serverHello
        answer.extensions = [Extension(type: 1, data: []), Extension(type: 1, data: [])]
        #expect(throws: WireError.self) { try ServerHello.decode(answer.encoded()) }
    }

    @Test("A list is refused at the first element beyond its limit, if all that follows has the form")
    func listsEndAtTheirLimit() {
        let wrap: [UInt8] = [1, 0, 1, 0x77]
        #expect(throws: Never.self) { try KeyWrap.decode([0, 8] + wrap + wrap) }
        #expect(throws: WireError.tooMany(field: .wrapKind, offset: 10)) {
            try KeyWrap.decode([0, 16] + wrap + wrap + wrap + wrap)
        }
        #expect(throws: WireError.truncated(field: .wrapped, offset: 13)) {
            try KeyWrap.decode([0, 11] + wrap + wrap + wrap.dropLast())
        }
    }

    @Test("A key wrap with an unknown kind of secret is refused")
    func unknownKindsOfSecretsAreRefused() {
        var bytes = Messages.keyWrap.encoded()
        bytes[2] = 9
        #expect(throws: WireError.illegalValue(field: .wrapKind, offset: 2)) { try KeyWrap.decode(bytes) }
    }
}
