// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import FernwireWire
import KaitaiStruct
import TestSupport
import Testing

/// docs/fernwire.ksy against the schemas from which client, server and dissector are made.
@Suite("The description of Fernwire") struct FernwireDescriptionTests {
    let description: FernwireDescription

    init() throws {
        description = try FernwireDescription()
    }

    @Test("The description has no errors and no warnings") func isSound() {
        #expect(description.warnings == [])
    }

    // MARK: What types have

    /// The fields of each type that a schema has, in order.
    private var described: [String: [String]] {
        var all = FernwireDescription.details
        all["record"] = RecordPlaintext.prefixLayout.members + ["content"]
        all["fernet_token"] = Token.layout.members
        for type in MessageType.all {
            if let layout = type.layout { all[type.name.description] = layout.members }
        }
        for type in ContentType.allCases where RecordPlaintext.contentLayout(type, .whole).fields != [.content] {
            all[type.name.description] = RecordPlaintext.contentLayout(type, .whole).members
        }
        for suite in SuiteRegistry.standard.suites {
            // Where the layout is empty, the payload is the record plaintext itself.
            if !suite.payloadLayout.parts.isEmpty { all["\(suite.member)_record"] = suite.payloadLayout.members }
            if suite.prefixLength > 0 {
                all["\(suite.member)_plaintext"] = suite.prefixLayout.members + (all["record"] ?? [])
            }
        }
        return all
    }

    @Test("Each type has the fields of its schema in order, and no type has a field that no schema has")
    func typesAreTheSchemas() throws {
        var reached: Set<Int> = [description.program.root]
        var containers: Set<String> = []
        let header = try members(of: description.program.root, &reached, &containers)
        #expect(header == FrameHeader.layout.members + ["payload"])
        for (name, expected) in described {
            let type = try description.type(name)
            reached.insert(type)
            #expect(try members(of: type, &reached, &containers) == expected, "\(name)")
        }
        let others = description.program.types.indices.filter { !reached.contains($0) }
        #expect(others.map { description.program.types[$0].path } == [])
        // What holds elements has the name of the Swift property, or is the record inside a token.
        let hellos = [Mirror(reflecting: ClientHello(random: [], suites: [])), Mirror(reflecting: KeyWrap(wraps: []))]
        let properties = hellos.flatMap { $0.children.compactMap { $0.label?.inSnakeCase } }
        #expect(containers.subtracting(properties) == ["key_id", "record"])
    }

    /// The names of a type's fields. Structures that hold fields are none themselves, unless a list of a schema names them.
    private func members(of type: Int, _ reached: inout Set<Int>, _ containers: inout Set<String>) throws -> [String] {
        let described = description.program.types[type]
        return try described.members[..<described.instances.lowerBound].flatMap { member -> [String] in
            var type = member.type
            if case .array(let element) = type { type = element }
            guard case .structure(let number) = type else { return [member.name] }
            reached.insert(number)
            if FernwireDescription.details[description.program.types[number].name] != nil { return [member.name] }
            let inner = try members(of: number, &reached, &containers)
            if Layout.groups.contains(member.name) { return [member.name] + inner }
            containers.insert(member.name)
            return inner
        }
    }

    @Test("The enumerations are the registries") func enumerationsAreTheRegistries() {
        func names<T: NamedValue>(_: T.Type) -> [Int128: String] { names(ValueNames(T.self)) }
        func names(_ names: ValueNames?) -> [Int128: String] {
            let pairs = (names?.names ?? []).map { value, name in
                let name = name.description.lowercased().replacing(/[ -]/, with: "_")
                return (Int128(value), name == "grease" ? "grease_\(String(value, radix: 16).paddedToFour)" : name)
            }
            return Dictionary(uniqueKeysWithValues: pairs)
        }
        let types = ValueNames(MessageType.all.map { (UInt64($0.rawValue), PermanentText($0.name)) })
        let suites = ValueNames(
            SuiteRegistry.standard.suites.map { (UInt64($0.id.rawValue), PermanentText($0.name)) }
                + GREASE.values.map { (UInt64($0), "GREASE") })
        var expected = [
            "message_type": names(types), "direction": names(Direction.self), "suite": names(suites),
            "extension_type": names(Field.extensionType.kind.names), "content_type": names(ContentType.self),
            "fragment": names(Fragment.self), "key_kind": names(KeyKind.self), "share_kind": names(ShareKind.self),
            "secret_kind": names(SecretKind.self), "alert_code": names(AlertCode.self),
        ]
        // The kind of a side that does not say who it is. PROTOCOL.md §3.7.
        expected["key_kind"]?[0] = "none"
        let found = description.program.enumerations.map { enumeration in
            let pairs = enumeration.members.map { ($0.value, $0.name) }
            return (enumeration.path.replacing("fernwire::", with: ""), Dictionary(uniqueKeysWithValues: pairs))
        }
        #expect(Dictionary(uniqueKeysWithValues: found) == expected)
    }

    // MARK: What is read

    @Test(
        "Each frame of a session, and what it protects, has the schemas' fields with the same bytes and values",
        arguments: Sample.suiteNames) func framesAreTheSchemas(_ name: String) throws
    {
        for reading in try DescribedSession.of(name).readings() {
            #expect(try description.leaves(of: reading.bytes, as: reading.type) == reading.leaves)
        }
    }

    @Test("The sessions have each type of the registry, and each field of each schema") func nothingIsMissed() throws {
        let alert = try DescribedSession.alert()
        #expect(try description.leaves(of: alert) == leaves(ofFrame: alert))
        let readings = try DescribedSession.all.get().flatMap { try $0.readings() }
        let types = (readings.filter { $0.type == nil }.map(\.bytes) + [alert]).map {
            FrameHeader(decoding: $0.rawSpan)
        }
        #expect(Set(types.map(\.knownType)) == Set(MessageType.all))
        let details = FernwireDescription.details
        let fields = described.filter { details[$0.key] == nil }.flatMap(\.value) + FrameHeader.layout.members
        #expect(Set(fields).subtracting(readings.flatMap(\.leaves).map(\.name)) == [])
    }

    @Test("Data of an extension are read by its type, and those of an unknown one as bytes") func extensions() throws {
        let hello = ClientHello(
            random: .init(repeating: 7, count: 32), suites: [SuiteID(rawValue: 0xFF01)], keyIDs: [[0xFF], [65]],
            extensions: [
                Extension(type: 0xFF00, data: [1, 1]), Extension(type: 1, data: [2, 1]),
                Extension(type: 0xEAEA, data: []),
            ])
        let frame = DescribedSession.frame(hello)
        #expect(try description.leaves(of: frame) == leaves(ofFrame: frame))
        let versions = try description.leaves(of: frame, withDetails: true).filter {
            $0.name == "version" && $0.isDetail
        }
        #expect(versions.map(\.number) == [2, 1])
    }
}

extension Layout {
    fileprivate var members: [String] { fields.map(\.member) }
}

extension String {
    /// `keyIDs` as `key_ids`.
    fileprivate var inSnakeCase: String {
        replacing(/[A-Z]+/) { "_" + $0.output.lowercased() }
    }

    fileprivate var paddedToFour: String { String(repeating: "0", count: max(0, 4 - count)) + self }
}
