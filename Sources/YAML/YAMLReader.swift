// SPDX-License-Identifier: Apache-2.0
import CYAML

/// Why a text is not the YAML that this module reads.
public struct YAMLError: Error, Hashable, Sendable {
    /// Where it was noticed.
    public let place: TextPlace
    /// What is wrong: a clause without a full stop.
    public let message: String

    public init(place: TextPlace, message: String) {
        self.place = place
        self.message = message
    }
}

extension YAMLNode {
    /// Reads a text that holds one document.
    ///
    /// - Returns: the document's node; a null node if the text is empty.
    /// - Throws: ``YAMLError`` for text that is no YAML, for more than one document, for a key that stands twice in a mapping or
    ///   is no scalar, for anchors and aliases, and beyond ``YAMLLimits``.
    public init(reading text: String) throws(YAMLError) {
        guard text.utf8.count <= YAMLLimits.bytes else {
            throw YAMLError(
                place: TextPlace(line: 1, column: 1), message: "the file is larger than 1 MiB, the limit for YAML files"
            )
        }
        self = try Array(text.utf8).withUnsafeBufferPointer { bytes throws(YAMLError) in
            var reader = YAMLReader(bytes)
            defer { reader.end() }
            return try reader.document()
        }
    }
}

/// What one document may hold.
public enum YAMLLimits {
    public static let bytes = 1 << 20
    /// Levels of nesting.
    public static let depth = 64
}

/// Turns libyaml's events into nodes.
private struct YAMLReader {
    // libyaml keeps pointers to the parser, so that it must not move.
    private let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        parser.initialize(to: yaml_parser_t())
        precondition(yaml_parser_initialize(parser) == 1, "out of memory")
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
    }

    func end() {
        yaml_parser_delete(parser)
        parser.deinitialize(count: 1)
        parser.deallocate()
    }

    mutating func document() throws(YAMLError) -> YAMLNode {
        _ = try next()
        guard case .documentStart = try next() else {
            return YAMLNode(content: .scalar("", isPlain: true), place: TextPlace(line: 1, column: 1))
        }
        let node = try node(try next(), depth: 0)
        _ = try next()
        let (end, place) = try placed()
        guard case .streamEnd = end else {
            throw YAMLError(place: place, message: "a second document begins here; a file holds one")
        }
        return node
    }

    private enum Event {
        case streamEnd
        case documentStart
        case scalar(String, isPlain: Bool, TextPlace)
        case sequenceStart(TextPlace)
        case mappingStart(TextPlace)
        case end(TextPlace)
        case other
    }

    private mutating func next() throws(YAMLError) -> Event { try placed().event }

    private mutating func placed() throws(YAMLError) -> (event: Event, place: TextPlace) {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw failure }
        defer { yaml_event_delete(&event) }
        let place = TextPlace(event.start_mark)
        switch event.type {
        case YAML_STREAM_END_EVENT: return (.streamEnd, place)
        case YAML_DOCUMENT_START_EVENT: return (.documentStart, place)
        case YAML_SCALAR_EVENT:
            try refuse(anchor: event.data.scalar.anchor, at: place)
            let bytes = UnsafeBufferPointer(start: event.data.scalar.value, count: event.data.scalar.length)
            let isPlain = event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE
            return (.scalar(String(decoding: bytes, as: UTF8.self), isPlain: isPlain, place), place)
        case YAML_SEQUENCE_START_EVENT:
            try refuse(anchor: event.data.sequence_start.anchor, at: place)
            return (.sequenceStart(place), place)
        case YAML_MAPPING_START_EVENT:
            try refuse(anchor: event.data.mapping_start.anchor, at: place)
            return (.mappingStart(place), place)
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: return (.end(place), place)
        case YAML_ALIAS_EVENT:
            throw YAMLError(place: place, message: "aliases such as *name are not supported; write the value out")
        default: return (.other, place)
        }
    }

    private func refuse(anchor: UnsafeMutablePointer<yaml_char_t>?, at place: TextPlace) throws(YAMLError) {
        guard anchor != nil else { return }
        throw YAMLError(place: place, message: "anchors such as &name are not supported; remove the anchor")
    }

    private mutating func node(_ event: Event, depth: Int) throws(YAMLError) -> YAMLNode {
        switch event {
        case .scalar(let text, let isPlain, let place):
            return YAMLNode(content: .scalar(text, isPlain: isPlain), place: place)
        case .sequenceStart(let place):
            try check(depth, at: place)
            var elements: [YAMLNode] = []
            while true {
                let event = try next()
                if case .end = event { return YAMLNode(content: .sequence(elements), place: place) }
                elements.append(try node(event, depth: depth + 1))
            }
        case .mappingStart(let place):
            try check(depth, at: place)
            return YAMLNode(content: .mapping(try entries(depth: depth)), place: place)
        case .streamEnd, .documentStart, .end, .other:
            throw YAMLError(place: TextPlace(line: 1, column: 1), message: "the document has no value")
        }
    }

    private mutating func entries(depth: Int) throws(YAMLError) -> [YAMLNode.Entry] {
        var entries: [YAMLNode.Entry] = []
        var keys: Set<String> = []
        while true {
            let event = try next()
            switch event {
            case .end: return entries
            case .scalar(let key, _, let place):
                guard keys.insert(key).inserted else {
                    throw YAMLError(place: place, message: "the key \(key) stands twice in this mapping")
                }
                let value = try node(try next(), depth: depth + 1)
                entries.append(YAMLNode.Entry(key: key, keyPlace: place, value: value))
            case .sequenceStart(let place), .mappingStart(let place):
                throw YAMLError(place: place, message: "a key must be a scalar; write it in quotes")
            case .streamEnd, .documentStart, .other:
                throw YAMLError(place: TextPlace(line: 1, column: 1), message: "the mapping does not end")
            }
        }
    }

    private func check(_ depth: Int, at place: TextPlace) throws(YAMLError) {
        guard depth < YAMLLimits.depth else {
            throw YAMLError(
                place: place, message: "more than \(YAMLLimits.depth) levels are nested here, which is the limit")
        }
    }

    private var failure: YAMLError {
        let problem = parser.pointee.problem.map { String(cString: $0) } ?? "this is no YAML"
        return YAMLError(place: TextPlace(parser.pointee.problem_mark), message: problem)
    }
}

extension TextPlace {
    fileprivate init(_ mark: yaml_mark_t) {
        self.init(line: mark.line + 1, column: mark.column + 1)
    }
}
