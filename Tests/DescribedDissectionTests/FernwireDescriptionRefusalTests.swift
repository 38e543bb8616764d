// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import FernwireWire
import KaitaiStruct
import TestSupport
import Testing

/// What docs/fernwire.ksy does not read.
@Suite("What the description of Fernwire refuses") struct FernwireDescriptionRefusalTests {
    let description: FernwireDescription

    init() throws {
        description = try FernwireDescription()
    }

    /// Frames without protection of all types that have such, and none that is large.
    private func frames() throws -> [[UInt8]] {
        let suites: [CipherSuite] = [.plaintext, .rsaFernetSigned, .toyDH16]
        let frames = try suites.flatMap { try DescribedSession.of($0.name.description).frames }
        return frames.filter { !$0.header.isProtected && $0.bytes.count < 2000 }.map(\.bytes) + [
            try DescribedSession.alert()
        ]
    }

    // MARK: Cuts

    @Test("A frame that is cut at any byte is refused, with the field that is cut") func cutFrames() throws {
        for frame in try frames() {
            for count in frame.indices {
                let failure = try #require(try description.failure(of: Array(frame[..<count])))
                var offset = 0
                let cut = FrameHeader.layout.parts.first { part in
                    if case .value(let width) = part.shape { offset += width }
                    return count < offset
                }
                let name = cut.map { $0.field == .flags ? "::flags.reserved" : "." + $0.field.member } ?? ".payload"
                #expect(failure.name == "EndOfStreamError" && failure.member == "fernwire" + name, "\(count)")
            }
        }
    }

    @Test("A payload that is cut at any byte, or has a byte too many, is read exactly if it has the form of its schema")
    func cutPayloads() throws {
        for frame in try frames() {
            let payload = frame[Wire.headerLength...]
            for changed in payload.indices.map({ Array(payload[..<$0]) }) + [payload + [0]] {
                let header = FrameHeader(decoding: frame.rawSpan)
                // A file's data are counted: see the page's refusals.
                if header.isRecord, changed.first == ContentType.file.rawValue { continue }
                let shown = header.withLength(changed.count).encoded() + changed
                let hasForm = (try? leaves(ofFrame: shown)) != nil
                #expect(
                    try description.reads(shown) == hasForm,
                    "\(header.type), \(changed.count) of \(payload.count) bytes")
            }
        }
    }

    @Test("What a suite protects is refused if it is shorter than its form, and so is a cut identity")
    func cutRecords() throws {
        for session in try DescribedSession.all.get() where session.suite.setsProtectedFlag {
            let frame = try #require(session.frames.first { $0.header.isProtected })
            for count in frame.payload.indices {
                let (cut, layout) = (Array(frame.payload[..<count]), session.suite.payloadLayout)
                guard !layout.fits(cut.rawSpan) else { continue }
                #expect(
                    try !description.reads(cut, as: "\(session.suite.member)_record"),
                    "\(session.suite.name), \(count) bytes")
            }
            guard frame.header.knownType == .identity else { continue }
            for changed in frame.opened.indices.map({ Array(frame.opened[..<$0]) }) + [frame.opened + [0]] {
                #expect(try !description.reads(changed, as: "identity"))
            }
        }
    }

    // MARK: Values

    @Test("A frame of another protocol or version is refused, and so is a wrap of an unknown kind")
    func otherProtocols() throws {
        for frame in try frames() {
            for place in 0..<5 {
                var changed = frame
                changed[place] ^= 1
                let name = place < 4 ? "fernwire.magic" : "fernwire.version"
                #expect(try description.failure(of: changed)?.member == name)
            }
        }
        let wrap = DescribedSession.frame(MessageType.keyWrap.rawValue, [0, 4, 9, 0, 1, 0])
        #expect(try description.failure(of: wrap)?.member == "fernwire::wrap.kind")
    }

    @Test(
        "Tokens have whole groups of four characters, and ciphertexts whole blocks",
        arguments: [
            ("fernet_psk_record", [], 8, 0), ("rsa_fernet_hmac_record", [], 8, 32),
            ("rsa_fernet_signed_record", [0, 8], 8, 256), ("aes128_cbc_psk_nomac_record", [], 32, 0),
            ("aes128_cbc_psk_record", [], 32, 32), ("toy_dh16_record", [0, 5], 8, 3), ("fernet_token", [0x80], 40, 32),
        ] as [(String, [UInt8], Int, Int)])
    func blocks(_ type: String, _ head: [UInt8], _ count: Int, _ tail: Int) throws {
        func bytes(_ head: [UInt8], _ count: Int) -> [UInt8] { head + .init(repeating: 65, count: count + tail) }
        #expect(try description.reads(bytes(head, count), as: type))
        for difference in [-1, 1] {
            var changed = head
            if type == "rsa_fernet_signed_record" { changed[1] = UInt8(8 + difference) }
            #expect(try !description.reads(bytes(changed, count + difference), as: type), "\(difference)")
        }
        if type == "fernet_token" { #expect(try !description.reads(bytes([0x81], count), as: type)) }
        if type.hasPrefix("aes") { #expect(try !description.reads(bytes([], 16), as: type)) }
    }

    @Test("A payload of an unknown type, or under protection, is read as bytes and never as a message")
    func unknownTypes() throws {
        let hello = try #require(try frames().first).dropFirst(Wire.headerLength)
        for type in UInt8.min...UInt8.max where MessageType(rawValue: type) == nil {
            let frame = DescribedSession.frame(type, Array(hello))
            let read = try description.leaves(of: frame)
            #expect(try read == leaves(ofFrame: frame))
            #expect(read.last == Leaf("payload", Wire.headerLength..<frame.count))
        }
        for type in MessageType.all {
            var frame = DescribedSession.frame(type.rawValue, Array(hello), epoch: type == .record ? 1 : 0)
            frame[6] = FrameHeader.protectedFlag
            if [.clientHello, .serverHello, .finished, .alert].contains(type) {
                #expect(try description.failure(of: frame)?.member == "fernwire.flags", "\(type.name)")
            } else {
                #expect(try description.leaves(of: frame).last == Leaf("payload", Wire.headerLength..<frame.count))
            }
        }
    }

    @Test("A payload has at most 65,536 bytes") func largestPayload() throws {
        let largest = DescribedSession.frame(0xF0, .init(repeating: 0, count: 65_536))
        #expect(try description.leaves(of: largest) == leaves(ofFrame: largest))
        let larger = DescribedSession.frame(0xF0, .init(repeating: 0, count: 65_537))
        #expect(try description.failure(of: larger)?.reason == .tooLarge)
    }

    @Test(
        "Records have an epoch above 0, all that is known besides has epoch 0 and, but for hello and alert, a session")
    func epochsAndSessions() throws {
        for frame in try frames() {
            var header = FrameHeader(decoding: frame.rawSpan)
            let payload = frame[Wire.headerLength...]
            header.epoch = header.isRecord ? 0 : 1
            #expect(try description.failure(of: header.encoded() + payload)?.member == "fernwire.epoch")
            header.epoch = header.isRecord ? 7 : 0
            let isHello = header.knownType == .clientHello
            header.sessionID = isHello ? 1 : 0
            let failure = try description.failure(of: header.encoded() + payload)
            #expect(failure?.member == (header.knownType == .alert ? nil : "fernwire.session_id"))
        }
    }

    @Test("The head of a record is read exactly if a receiver takes it") func recordHeads() throws {
        for type in UInt8.min...UInt8.max {
            for fragment: UInt8 in 0...4 {
                for (message, reply): (UInt64, UInt64) in [(0, 0), (1, 0), (1, 2), (0, 2)] {
                    var record = [type, fragment]
                    record.append(message, width: 8)
                    record.append(reply, width: 8)
                    record += content(type, fragment)
                    let head = try? RecordPlaintext.Head(decoding: record.rawSpan)
                    #expect(try description.reads(record, as: "record") == (head != nil), "\(record)")
                }
            }
        }
    }

    /// Content that has the form of its type.
    private func content(_ type: UInt8, _ fragment: UInt8) -> [UInt8] {
        switch ContentType(rawValue: type) {
        case .file:
            let isFirst = fragment < 2
            let head = FileFragment.Description(
                size: 1, sha256: .init(repeating: 0, count: 32), name: [65], mediaType: [])
            return FileFragment(offset: 0, description: isFirst ? head : nil, data: [65]).encoded()
        case .rekey: return Rekey(nextEpoch: 2).encoded()
        case .alert: return Alert(.busy).encoded()
        case .endOfSession: return []
        case .text, .json, .binary, .unknownControl, nil: return [65]
        }
    }

    @Test("A key or share whose kind says its length is read exactly if it has it") func lengthsOfKeys() throws {
        for count in 0...70 {
            let bytes = [UInt8](repeating: 1, count: count)
            func isRead(_ message: some Message) throws -> Bool {
                try description.reads(DescribedSession.frame(message))
            }
            func identity(_ kind: KeyKind, _ key: Int, _ signature: Int) throws -> Bool {
                let (key, signature) = ([UInt8](repeating: 1, count: key), [UInt8](repeating: 1, count: signature))
                return try isRead(Identity(kind: kind, key: key, signature: signature))
            }
            #expect(try isRead(KeyShare(kind: .x25519, share: bytes)) == (count == 32))
            #expect(try isRead(KeyShare(kind: .toyDH16, share: bytes)) == (count == 2))
            #expect(try isRead(PublicKey(kind: .toyRSA, key: bytes)) == (count == 6))
            #expect(try isRead(PublicKey(kind: .rsa, key: bytes)))
            #expect(try identity(.ed25519, count, 64) == (count == 44))
            #expect(try identity(.ed25519, 44, count) == (count == 64))
            #expect(try identity(.rsa, count, count))
        }
    }
}

extension FrameHeader {
    fileprivate func withLength(_ length: Int) -> FrameHeader {
        var header = self
        header.length = UInt32(length)
        return header
    }
}
