// SPDX-License-Identifier: Apache-2.0
import Foundation
import FoundationXML

/// A field that Wireshark drew.
struct DrawnField {
    let name: String
    let position: Int
    let size: Int
    /// Its value as display filters take it.
    let shown: String
    /// Its bytes in hexadecimal digits; empty for what lies nowhere.
    let bytes: String
}

/// What Wireshark drew of a packet, in its order.
struct DrawnPacket {
    var fields: [DrawnField] = []

    func has(_ name: String) -> Bool { fields.contains { $0.name == name } }
    func values(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.shown) }
}

/// Reads what `tshark -T pdml` prints. What Wireshark hides is left out.
final class PDML: NSObject, XMLParserDelegate {
    private var packets: [DrawnPacket] = []

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    static func packets(of text: String) throws -> [DrawnPacket] {
        let reader = PDML()
        let parser = XMLParser(data: Data(text.utf8))
        parser.delegate = reader
        guard parser.parse() else { throw Failure(description: "\(parser.parserError as Any)") }
        return reader.packets
    }

    func parser(
        _ parser: XMLParser, didStartElement element: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        switch element {
        case "packet": packets.append(DrawnPacket())
        case "field", "proto":
            guard let name = attributes["name"], attributes["hide"] == nil, !packets.isEmpty else { return }
            packets[packets.count - 1].fields.append(
                DrawnField(
                    name: name, position: Int(attributes["pos"] ?? "") ?? 0, size: Int(attributes["size"] ?? "") ?? 0,
                    shown: attributes["show"] ?? "", bytes: attributes["value"] ?? ""))
        default: break
        }
    }
}
