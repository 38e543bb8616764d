// SPDX-License-Identifier: GPL-3.0-or-later
import CWiresharkShims
import DissectorKit

// A declaration as C reads it. Wireshark keeps these pointers, so the memory is never given back.

extension wh_declaration {
    init(keeping declaration: DissectorDeclaration) {
        self.init(
            name: pointer(declaration.name), short_name: pointer(declaration.shortName),
            filter: pointer(declaration.filter), tcp_ports: pointer(declaration.tcpPorts),
            fields: kept(declaration.fields.map(wh_field.init)), field_count: declaration.fields.count,
            experts: kept(declaration.experts.map(wh_expert.init)), expert_count: declaration.experts.count,
            sources: kept(declaration.sources.map { Optional(pointer($0)) }),
            source_count: declaration.sources.count,
            preferences: kept(declaration.preferences.map(wh_preference.init)),
            preference_count: declaration.preferences.count,
            tables: kept(declaration.tables.map(wh_table.init)), table_count: declaration.tables.count,
            stream_filter: declaration.streamFilter.map(pointer), has_session_keys: declaration.hasSessionKeys,
            comes_by_itself: declaration.comesByItself,
            harvest_name: declaration.harvest.map { pointer($0.name) },
            harvest_filter: declaration.harvest.map { pointer($0.filter) },
            harvest_fields: kept(declaration.harvest?.fields.map { Optional(pointer($0)) } ?? []),
            harvest_field_count: declaration.harvest?.fields.count ?? 0,
            has_objects: declaration.hasObjects,
            statistics: kept(declaration.statistics.map { Optional(pointer($0)) }),
            statistic_count: declaration.statistics.count,
            responses_title: declaration.responseTimes.map { pointer($0.title) },
            responses_filter: declaration.responseTimes.map { pointer($0.filter) },
            response_kinds: kept((declaration.responseTimes?.kinds ?? []).map { Optional(pointer($0)) }),
            response_kind_count: declaration.responseTimes?.kinds.count ?? 0,
            secrets_type: declaration.secretsType ?? 0)
    }
}

extension wh_field {
    fileprivate init(_ field: FieldDeclaration) {
        self.init()
        filter = pointer(field.filter)
        name = pointer(field.name)
        summary = pointer(field.summary)
        switch field.kind {
        case .none: kind = WH_NONE
        case .bytes: kind = WH_BYTES
        case .text: kind = WH_TEXT
        case .unsigned(let bits, let base):
            kind = WH_UNSIGNED
            self.bits = UInt32(bits)
            hexadecimal = base == .hexadecimal
        case .flag(let bits, let mask):
            kind = WH_FLAG
            self.bits = UInt32(bits)
            self.mask = mask
        case .secondsSince1970: kind = WH_SECONDS_SINCE_1970
        case .frame(let role):
            kind = WH_FRAME
            self.role = wh_frame_role(role)
        case .duration: kind = WH_DURATION
        }
        if let values = field.values {
            names = kept(values.names.map { wh_value_name(value: $0.value, name: pointer($0.name)) })
            name_count = values.names.count
        }
    }
}

extension wh_frame_role {
    fileprivate init(_ role: FrameRole) {
        switch role {
        case .related: self = WH_RELATED
        case .request: self = WH_REQUEST
        case .response: self = WH_RESPONSE
        }
    }
}

extension wh_expert {
    fileprivate init(_ expert: ExpertDeclaration) {
        let group =
            switch expert.group {
            case .security: WH_SECURITY
            case .decryption: WH_DECRYPTION
            case .malformed: WH_MALFORMED
            case .sequence: WH_SEQUENCE
            case .protocolUse: WH_PROTOCOL_USE
            case .undecoded: WH_UNDECODED
            }
        let severity =
            switch expert.severity {
            case .chat: WH_CHAT
            case .note: WH_NOTE
            case .warning: WH_WARNING
            case .error: WH_ERROR
            }
        self.init(
            filter: pointer(expert.filter), message: pointer(expert.message), group: group, severity: severity)
    }
}

extension wh_preference {
    fileprivate init(_ preference: PreferenceDeclaration) {
        let (kind, initially): (wh_preference_kind, UInt32) =
            switch preference.kind {
            case .file: (WH_PATH, 0)
            case .switched(let initially): (WH_SWITCH, initially ? 1 : 0)
            case .number(let initially): (WH_NUMBER, initially)
            case .keyTable: (WH_KEY_TABLE, 0)
            }
        self.init(
            name: pointer(preference.name), title: pointer(preference.title), summary: pointer(preference.summary),
            kind: kind, initially: initially)
    }
}

extension wh_table {
    fileprivate init(_ table: TableDeclaration) {
        self.init()
        name = pointer(table.name)
        switch table.kind {
        case .own(let title, let registered):
            self.title = pointer(title)
            entries = kept(registered.map { wh_table_entry(number: $0.number, dissector: pointer($0.dissector)) })
            entry_count = registered.count
        case .choice(let title, let offered):
            self.title = pointer(title)
            is_choice = true
            entries = kept(offered.map { wh_table_entry(number: 0, dissector: pointer($0)) })
            entry_count = offered.count
        case .shared: break
        }
    }
}

/// A literal's own memory, which ends in NUL.
private func pointer(_ text: StaticString) -> UnsafePointer<CChar> {
    UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
}

private func kept<Element>(_ elements: [Element]) -> UnsafePointer<Element> {
    let memory = UnsafeMutableBufferPointer<Element>.allocate(capacity: max(elements.count, 1))
    _ = memory.initialize(from: elements)
    return UnsafePointer(memory.baseAddress!)
}
