// SPDX-License-Identifier: GPL-3.0-or-later
import CDissectorKit
import DissectorKit
import WireSchema

// A declaration as C reads it. Wireshark keeps these pointers, so the memory is never given back.

extension dk_declaration {
    init(keeping declaration: DissectorDeclaration) {
        self.init()
        name = pointer(declaration.name)
        short_name = pointer(declaration.shortName)
        filter = pointer(declaration.filter)
        (places, place_count) = kept(declaration.places.map(dk_place.init))
        has_stream_heuristics = declaration.heuristics.contains(.stream)
        has_datagram_heuristics = declaration.heuristics.contains(.datagram)
        (fields, field_count) = kept(
            declaration.fields.map { dk_field($0, names: declaration.valueNames[$0] ?? $0.kind.names) })
        (notes, note_count) = kept(declaration.notes.map(dk_note.init))
        (preferences, preference_count) = kept(declaration.preferences.map { dk_preference($0.declaration) })
        (tables, table_count) = kept(declaration.tables.map(dk_table.init))
        stream_filter = declaration.streamField.map { pointer($0.filter) }
        if let sessionKeys = declaration.sessionKeys {
            has_session_keys = true
            session_keys_title = pointer(sessionKeys.title)
            no_session_keys = pointer(sessionKeys.none)
            key_injection = sessionKeys.injection.map { pointer($0) }
        }
        has_sources_alone = declaration.hasSourcesAlone
        if let search = declaration.search {
            has_search = true
            search_switch = place(of: search.isOn, in: declaration.preferences)
            search_fields = place(of: search.fields, in: declaration.preferences)
        }
        has_objects = declaration.hasObjects
        (statistics, statistic_count) = kept(
            declaration.statistics.map { dk_statistic(title: pointer($0.title), number: $0.number) })
        if let times = declaration.responseTimes {
            response_title = pointer(times.title)
            response_filter = pointer(times.field.filter)
            (response_kinds, response_kind_count) = kept(times.kinds.map { Optional(pointer($0)) })
        }
        secrets_type = declaration.secretsType ?? 0
    }
}

extension dk_place {
    fileprivate init(_ place: Place) {
        self.init(
            table: pointer(place.table), text: place.text.map(pointer), range: pointer(place.range),
            transport: place.transport)
    }
}

extension dk_field {
    fileprivate init(_ field: Field, names values: ValueNames?) {
        let (declaration, kind) = (field.declaration, field.kind)
        self.init()
        filter = pointer(declaration.filter)
        title = pointer(declaration.title)
        summary = pointer(declaration.summary)
        (names, name_count) = kept(
            (values?.names ?? []).map { dk_value_name(value: $0.value, name: pointer($0.name)) })
        mask = kind.mask
        number = field.number
        bits = UInt8(kind.bits)
        type = kind.type
        base = kind.base
        role = kind.role
        is_little_endian = kind.isLittleEndian
    }
}

extension dk_note {
    fileprivate init(_ note: Note) {
        let declaration = note.declaration
        self.init(
            filter: pointer(declaration.filter), message: pointer(declaration.message), number: note.number,
            group: declaration.group, severity: declaration.severity)
    }
}

extension dk_preference {
    fileprivate init(_ preference: PreferenceDeclaration) {
        self.init(
            name: pointer(preference.name), title: pointer(preference.texts.title),
            summary: pointer(preference.texts.summary), value_summary: pointer(preference.texts.valueSummary),
            initially: preference.initially, type: preference.type)
    }
}

extension dk_table {
    fileprivate init(_ table: SubdissectorTable) {
        let declaration = table.declaration
        self.init()
        name = pointer(declaration.name)
        title = pointer(declaration.title)
        (entries, entry_count) = kept(
            declaration.entries.map { dk_table_entry(number: $0.number, dissector: pointer($0.dissector)) })
        number = table.number
        type = declaration.type
    }
}

private func place(of preference: any AnyPreference, in all: [any AnyPreference]) -> Int {
    guard let place = all.firstIndex(where: { $0.number == preference.number }) else {
        preconditionFailure("the preference \(preference.declaration.name) of a search is not in the declaration")
    }
    return place
}

/// The text's own memory, which ends in NUL and is never freed.
private func pointer(_ text: PermanentText) -> UnsafePointer<CChar> {
    UnsafePointer(bitPattern: text.address)!
}

private func kept<Element>(_ elements: [Element]) -> (UnsafePointer<Element>, Int) {
    let memory = UnsafeMutableBufferPointer<Element>.allocate(capacity: max(elements.count, 1))
    _ = memory.initialize(from: elements)
    return (UnsafePointer(memory.baseAddress!), elements.count)
}
