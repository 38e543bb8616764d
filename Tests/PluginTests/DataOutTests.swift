// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

#if canImport(FoundationXML)
import FoundationXML
#endif

/// What tshark writes for other programs: times are times, numbers are numbers, and all forms say the same.
@Suite(.timeLimit(.minutes(10))) struct DataOutTests {
    let workbench: Workbench
    static let captures = ["badge-fernet", "file-transfer"]

    init() throws {
        workbench = try Workbench()
    }

    private func object(_ text: some StringProtocol) throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    /// By name: the type that the index template gives a field of Fernwire.
    private func mapping() async throws -> [String: String] {
        let list = "tshark -G fields | grep -E '(fernwire|fernet)'"
        let fields = try await workbench.run("sh", ["-c", list]).text
        let made = try await template(fields)
        #expect(made.status.isSuccess, "\(made.error)")
        var node = try object(made.text)
        #expect(node["index_patterns"] as? [String] == ["packets-*"])
        for name in ["template", "mappings", "properties", "layers", "properties", "fernwire", "properties"] {
            node = try #require(node[name] as? [String: Any], "\(name)")
        }
        return node.compactMapValues { ($0 as? [String: Any])?["type"] as? String }
    }

    /// What scripts/elastic-mapping.py makes of `tshark -G fields`.
    private func template(_ fields: String) async throws -> Workbench.Output {
        let script = Workbench.project.appending(path: "scripts/elastic-mapping.py").path()
        return try await Child.run(["python3", script], input: fields)
    }

    @Test("elastic-mapping.py fails if the list of fields has none of Fernwire's")
    func withoutThePluginThereIsNoMapping() async throws {
        let made = try await template("F\tVersion\tip.version\tFT_UINT8\tip\tBASE_DEC\t0xf0\t\n")
        #expect(!made.status.isSuccess && made.text.isEmpty)
        #expect(made.error.contains("no field of fernwire: is the plugin installed?"))
    }

    /// Whether the bulk import takes the value for that type.
    private func fits(_ value: Any, _ type: String) -> Bool {
        let text = value as? String
        return switch type {
        case "long": text.flatMap { Int64($0) } != nil
        case "double": text.flatMap { Double($0) } != nil && text?.contains("x") == false
        case "boolean": value as? Bool != nil && text == nil
        case "date": text?.wholeMatch(of: #/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z/#) != nil
        case "keyword": text != nil
        default: false
        }
    }

    @Test(
        "Each value that tshark writes for the bulk import has the type that the index template gives",
        arguments: captures) func bulkImport(_ name: String) async throws
    {
        let types = try await mapping()
        let expected = [
            "token_timestamp": "date", "record_time_delta": "double", "sequence": "long", "file_size": "long",
            "session_keys_in": "long", "flags_protected": "boolean", "record_plaintext": "keyword",
            "session_id": "keyword", "suite": "keyword", "record_iv": "keyword",
        ]
        for (field, type) in expected { #expect(types["fernwire_fernwire_" + field] == type, "\(field)") }
        let path = try workbench.library(name)
        let text = try await workbench.tshark(path, ["-T", "ek"])
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        let packets = try await workbench.fields(["frame.number"], path, filter: "frame").count
        try #require(lines.count == 2 * packets && packets > 10)
        var seen: Set<String> = []
        for index in stride(from: 0, to: lines.count, by: 2) {
            let action = try object(lines[index])
            #expect(action.keys.sorted() == ["index"])
            #expect(((action["index"] as? [String: Any])?["_index"] as? String)?.hasPrefix("packets-") == true)
            let document = try object(lines[index + 1])
            #expect(fits(document["timestamp"] ?? "", "long"))
            let layer = (document["layers"] as? [String: Any])?["fernwire"]
            for frame in layer as? [[String: Any]] ?? (layer as? [String: Any]).map({ [$0] }) ?? [] {
                for (key, found) in frame where key != "_ws_expert" {
                    // A heading has no value.
                    for value in found as? [Any] ?? [found] where !(value is NSNull) {
                        let type = try #require(types[key], "\(key) is not in the mapping")
                        #expect(fits(value, type), "\(key) is \(value), which is no \(type)")
                    }
                    seen.insert(key)
                }
            }
        }
        #expect(seen.count > 30)
    }

    /// Wireshark's own mapping has the kinds that it does know.
    @Test("Wireshark's own elastic mapping gives Fernwire's dates, numbers and flags their types")
    func wiresharksOwnMapping() async throws {
        let output = try await workbench.run(
            "tshark", ["-G", "elastic-mapping", "--elastic-mapping-filter", "fernwire,fernet"])
        #expect(output.status.isSuccess, "\(output.error)")
        var node = try object(output.text)
        for name in ["mappings", "properties", "layers", "properties", "fernwire", "properties"] {
            node = try #require(node[name] as? [String: Any], "\(name)")
        }
        let types = node.compactMapValues { ($0 as? [String: Any])?["type"] as? String }
        let number = ["long", "unsigned long"]
        let expected = [
            "token_timestamp": ["date", "date_nanos"], "sequence": number, "session_keys_in": number,
            "flags_protected": ["boolean"],
        ]
        for (field, kinds) in expected {
            #expect(types["fernwire_fernwire_" + field].map(kinds.contains) == true, "\(field)")
        }
    }

    typealias Leaf = [String: Int]

    @Test(
        "PDML and JSON have the same Fernwire fields with the same values in each packet",
        arguments: captures + ["fault-coalescing"]) func pdmlAndJSONSayTheSame(_ name: String) async throws
    {
        let path = try workbench.library(name)
        let pdml = PDML()
        let xml = try await workbench.tshark(path, ["-T", "pdml"])
        let parser = XMLParser(data: Data(xml.utf8))
        parser.delegate = pdml
        #expect(parser.parse(), "\(String(describing: parser.parserError))")
        let json = try await workbench.tshark(path, ["-T", "json", "--no-duplicate-keys"])
        let packets = try #require(JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]])
        let leaves = packets.map { packet in
            var found: Leaf = [:]
            let layers = (packet["_source"] as? [String: Any])?["layers"] as? [String: Any]
            collect("fernwire", layers?["fernwire"] ?? "", &found)
            return found
        }
        #expect(pdml.packets == leaves)
        #expect(leaves.reduce(0) { $0 + $1.count } > 100)
        // Several frames in one packet are a list, so none hides another.
        #expect(json.contains("\"fernwire\": [") == (name != "badge-fernet"))
    }

    private func collect(_ key: String, _ value: Any, _ found: inout Leaf) {
        if let object = value as? [String: Any] {
            for (key, value) in object { collect(key, value, &found) }
        } else if let list = value as? [Any] {
            for value in list { collect(key, value, &found) }
        } else if let text = value as? String {
            Self.count(key, text, &found)
        } else if let flag = value as? Bool {
            Self.count(key, "\(flag)", &found)
        }
    }

    /// Versions of Wireshark write flags and times in ways of their own, the same packet's even in two.
    private static func count(_ key: String, _ value: String, _ found: inout Leaf) {
        guard !value.isEmpty else { return }
        var value = value
        if key.hasPrefix("fernwire.flags.") || key == "fernwire.session.keys_known" {
            value = "\(["1", "true"].contains(value.lowercased()))"
        }
        if key == "fernwire.token.timestamp" { value = "a time" }
        found["\(key)=\(value)", default: 0] += 1
    }

    /// Fernwire's fields that have a value, by packet.
    private final class PDML: NSObject, XMLParserDelegate {
        var packets: [Leaf] = []
        private var isInside = false

        func parser(
            _ parser: XMLParser, didStartElement element: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String] = [:]
        ) {
            let name = attributes["name"] ?? ""
            switch element {
            case "packet": packets.append([:])
            case "proto": isInside = name == "fernwire"
            default:
                guard isInside, !name.isEmpty, let value = attributes["show"] else { return }
                DataOutTests.count(name, value, &packets[packets.count - 1])
            }
        }
    }
}
