// SPDX-License-Identifier: Apache-2.0

/// All that a dissector registers, once, when Wireshark starts.
public struct DissectorDeclaration: Sendable {
    /// Full name, such as `Fernwire Protocol`.
    public var name: StaticString
    /// Name for the Protocol column.
    public var shortName: StaticString
    /// Display filter prefix and dissector name, such as `fernwire`.
    public var filter: StaticString
    /// Default TCP ports in Wireshark's range syntax, such as `9090`.
    public var tcpPorts: StaticString
    public var fields: [FieldDeclaration]
    public var experts: [ExpertDeclaration]
    /// Names of the extra byte tabs that plans may add.
    public var sources: [StaticString]
    public var preferences: [PreferenceDeclaration]
    public var tables: [TableDeclaration]
    /// Filter of the field that holds ``Unit/stream``; if there is one, streams can be followed.
    public var streamFilter: StaticString?
    /// Whether the keys of the capture's sessions can be asked for.
    public var hasSessionKeys = false
    /// Whether a unit may also come without a stream: over UDP, or handed over by another dissector.
    public var comesByItself = false
    /// Fields of other protocols in which units may stand.
    public var harvest: HarvestDeclaration?
    /// Whether there are objects for export.
    public var hasObjects: Bool
    /// What is counted: titles.
    public var statistics: [StaticString]
    public var responseTimes: ResponseTimeDeclaration?
    /// Type of pcapng's Decryption Secrets Blocks that are handed to the dissector.
    public var secretsType: UInt32?

    public init(
        name: StaticString, shortName: StaticString, filter: StaticString, tcpPorts: StaticString,
        fields: [FieldDeclaration], experts: [ExpertDeclaration], sources: [StaticString],
        preferences: [PreferenceDeclaration], tables: [TableDeclaration] = [], streamFilter: StaticString? = nil,
        hasObjects: Bool = false, statistics: [StaticString] = [], responseTimes: ResponseTimeDeclaration? = nil,
        secretsType: UInt32? = nil
    ) {
        self.name = name
        self.shortName = shortName
        self.filter = filter
        self.tcpPorts = tcpPorts
        self.fields = fields
        self.experts = experts
        self.sources = sources
        self.preferences = preferences
        self.tables = tables
        self.streamFilter = streamFilter
        self.hasObjects = hasObjects
        self.statistics = statistics
        self.responseTimes = responseTimes
        self.secretsType = secretsType
    }
}

/// Other protocols' text fields that are looked through once a packet is dissected, by a protocol of its own, which is
/// off until the user enables it.
public struct HarvestDeclaration: Sendable {
    public var name: StaticString
    public var filter: StaticString
    public var fields: [StaticString]

    public init(name: StaticString, filter: StaticString, fields: [StaticString]) {
        self.name = name
        self.filter = filter
        self.fields = fields
    }
}

/// A remark of Wireshark's expert information.
public struct ExpertDeclaration: Sendable {
    public enum Group: Sendable { case security, decryption, malformed, sequence, protocolUse, undecoded }
    public enum Severity: Sendable { case chat, note, warning, error }

    /// Display filter, such as `fernwire.expert.mac_failed`.
    public var filter: StaticString
    public var group: Group
    public var severity: Severity
    public var message: StaticString

    public init(filter: StaticString, group: Group, severity: Severity, message: StaticString) {
        self.filter = filter
        self.group = group
        self.severity = severity
        self.message = message
    }
}

/// A preference under Edit → Preferences → Protocols.
public struct PreferenceDeclaration: Sendable {
    public enum Kind: Sendable {
        /// The path of a file to read, empty when unset.
        case file
        case switched(initially: Bool)
        case number(initially: UInt32)
        /// Rows of keys; one dissector of a plugin may have it.
        case keyTable
    }

    /// Name below the protocol's, such as `key_file`.
    public var name: StaticString
    public var title: StaticString
    public var summary: StaticString
    public var kind: Kind

    public init(name: StaticString, title: StaticString, summary: StaticString, kind: Kind) {
        self.name = name
        self.title = title
        self.summary = summary
        self.kind = kind
    }
}
