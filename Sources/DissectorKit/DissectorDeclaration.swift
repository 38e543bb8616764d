// SPDX-License-Identifier: Apache-2.0
public import CDissectorKit
public import WireSchema

/// All that a dissector registers, once, when Wireshark starts.
///
/// ```swift
/// DissectorDeclaration(
///     name: "Echo Protocol", shortName: "Echo", filter: "echo", places: [.tcp("7"), .udp("7")],
///     fields: [.length, .text])
/// ```
public struct DissectorDeclaration: Sendable {
    /// The full name, such as `Transport Layer Security`.
    public var name: PermanentText
    /// The name in the Protocol column.
    public var shortName: PermanentText
    /// The prefix of display filters, and the name by which other dissectors call this one, such as `tls`.
    public var filter: PermanentText
    /// Where the dissector stands in dissector tables of other protocols.
    public var places: [Place]
    /// Transports over which ``Dissector/recognises(_:_:isGuess:)`` is asked about what no port decides.
    public var heuristics: Set<Transport>
    /// All fields that plans name, each of this dissector alone.
    public var fields: [Field]
    /// Names of values of fields, in place of those that the fields have themselves.
    public var valueNames: [Field: ValueNames]
    /// All notes that plans hold.
    public var notes: [Note]
    /// What the user can set, in the order of the dialog.
    public var preferences: [any AnyPreference]
    /// The dissector tables to which plans hand bytes.
    public var tables: [SubdissectorTable]
    /// The field that holds ``PDU/stream``. Where there is one, streams can be followed.
    public var streamField: Field?
    /// Set where the keys of the capture's sessions can be asked for.
    public var sessionKeys: SessionKeysDeclaration?
    /// Whether plans have the data sources that matter also when nobody looks at fields, so that a display filter that names
    /// the protocol alone need not ask for fields. `tshark -x` shows data sources without any.
    public var hasSourcesAlone: Bool
    /// Set where other protocols are searched for PDUs.
    public var search: SearchDeclaration?
    /// Whether there are objects for export.
    public var hasObjects: Bool
    /// What is counted over a capture.
    public var statistics: [Statistic]
    /// Set where response times are measured.
    public var responseTimes: ResponseTimeDeclaration?
    /// The type of pcapng's Decryption Secrets Blocks that are handed to the dissector.
    public var secretsType: UInt32?

    /// Declares a dissector. Name, short name, filter and at least one field are needed; all else is off unless it is
    /// given.
    public init(
        name: PermanentText, shortName: PermanentText, filter: PermanentText, places: [Place] = [],
        heuristics: Set<Transport> = [], fields: [Field], valueNames: [Field: ValueNames] = [:], notes: [Note] = [],
        preferences: [any AnyPreference] = [], tables: [SubdissectorTable] = [], streamField: Field? = nil,
        sessionKeys: SessionKeysDeclaration? = nil, hasSourcesAlone: Bool = false, search: SearchDeclaration? = nil,
        hasObjects: Bool = false, statistics: [Statistic] = [], responseTimes: ResponseTimeDeclaration? = nil,
        secretsType: UInt32? = nil
    ) {
        self.name = name
        self.shortName = shortName
        self.filter = filter
        self.places = places
        self.heuristics = heuristics
        self.fields = fields
        self.valueNames = valueNames
        self.notes = notes
        self.preferences = preferences
        self.tables = tables
        self.streamField = streamField
        self.sessionKeys = sessionKeys
        self.hasSourcesAlone = hasSourcesAlone
        self.search = search
        self.hasObjects = hasObjects
        self.statistics = statistics
        self.responseTimes = responseTimes
        self.secretsType = secretsType
    }
}

/// Where a dissector stands in a dissector table of another protocol.
public struct Place: Sendable {
    package let table: PermanentText
    package let text: PermanentText?
    package let range: PermanentText
    package let transport: Transport

    /// TCP ports in Wireshark's syntax, such as `80,8000-8080`. The user can change them in the preferences, and choose
    /// the dissector by Decode As; an empty range leaves both to the user.
    public static func tcp(_ ports: PermanentText) -> Place { .numbers("tcp.port", ports, over: .stream) }

    /// TCP ports as numbers, for a dissector that learns them at run time.
    public static func tcp(ports: some Sequence<UInt16>) -> Place { .tcp(Self.range(of: ports)) }

    /// UDP ports, likewise.
    public static func udp(_ ports: PermanentText) -> Place { .numbers("udp.port", ports, over: .datagram) }

    /// UDP ports as numbers, likewise.
    public static func udp(ports: some Sequence<UInt16>) -> Place { .udp(Self.range(of: ports)) }

    /// Numbers in any dissector table by number, in Wireshark's syntax. An empty range offers the dissector in Decode As
    /// alone.
    public static func numbers(_ table: PermanentText, _ range: PermanentText, over transport: Transport) -> Place {
        Place(table: table, text: nil, range: range, transport: transport)
    }

    /// A text in any dissector table by text, such as `media_type`.
    public static func text(_ table: PermanentText, _ text: PermanentText, over transport: Transport) -> Place {
        Place(table: table, text: text, range: "", transport: transport)
    }

    private static func range(of ports: some Sequence<UInt16>) -> PermanentText {
        PermanentText(keeping: ports.map { "\($0)" }.joined(separator: ","))
    }
}

/// A search for PDUs in what other protocols carry, once a packet is dissected: see ``Dissector/find(in:copyingTo:)``.
///
/// All bytes of the packet are searched, and those of each data source, which other dissectors make of what they reassemble,
/// decompress and decrypt. A dissector says of its own bytes that they are not: see ``Plan/exclude(fromSearch:in:)``.
public struct SearchDeclaration: Sendable {
    /// The preference by which the user turns the search off.
    public var isOn: Preference<Bool>
    /// The preference in which the user names fields that are searched as well, by display filters. Wireshark then makes
    /// these fields for each packet, which takes time.
    public var fields: Preference<String>

    /// Declares a search. Both preferences are among those of the dissector.
    public init(isOn: Preference<Bool>, fields: Preference<String>) {
        self.isOn = isOn
        self.fields = fields
    }
}

/// How the keys of a capture's sessions are shown: in a window under Tools, and by `tshark -z FILTER,keys`.
public struct SessionKeysDeclaration: Sendable {
    /// The window's title.
    public var title: PermanentText
    /// What the window shows when no key is known.
    public var none: PermanentText
    /// How keys are put into a capture, which Wireshark lets no plugin do up to 4.6. If it is set, Tools has an entry *Inject Keys*
    /// that shows it.
    public var injection: PermanentText?

    /// Declares that keys can be shown.
    public init(title: PermanentText, none: PermanentText, injection: PermanentText? = nil) {
        self.title = title
        self.none = none
        self.injection = injection
    }
}

/// Something that is counted over a capture: see ``Plan/tick(_:by:under:)``.
public struct Statistic: Hashable, Sendable {
    package let number: UInt16

    private static let all = Numbered<PermanentText>("statistics")

    /// Declares something that is counted, once, as a static constant.
    public init(_ title: PermanentText) {
        number = Self.all.add(title)
    }

    /// The title in Wireshark's statistics.
    public var title: PermanentText { Self.all[number] }
}

/// Responses whose times are measured, by kind: see ``Plan/response(_:after:)``.
public struct ResponseTimeDeclaration: Sendable {
    /// What the kinds are, for a column's title.
    public var title: PermanentText
    /// The field that holds the kind.
    public var field: Field
    /// Names of the kinds, by the field's value; empty where a value has none.
    public var kinds: [PermanentText]

    /// Declares that response times are measured.
    public init(title: PermanentText, field: Field, kinds: [PermanentText]) {
        self.title = title
        self.field = field
        self.kinds = kinds
    }
}
