// SPDX-License-Identifier: Apache-2.0
import KaitaiStruct
import YAML

/// Where the traffic of a described protocol is, and how it falls into units: `-wireshark`.
struct Traffic {
    /// What one unit of a stream is. A datagram is always one.
    enum Unit: String, CaseIterable {
        /// As many bytes as the type takes.
        case parsed
        /// A TCP segment, which is what one call of `send` makes where it is small.
        case segment
        /// All that a side says until the other one speaks.
        case turn
        /// All that a side says.
        case connection
    }

    /// A type that a unit has, as the description names it.
    struct UnitType {
        let name: String
        let place: TextPlace
    }

    var tcp: [UInt16] = []
    var udp: [UInt16] = []
    var unit = Unit.parsed
    /// Types of the units of each side, in their order; the last one repeats. Empty for the description's own type.
    var client: [UnitType] = []
    var server: [UnitType] = []
    /// Whether streams without such a port are recognised by their first unit.
    var isRecognised = false
}

/// Reads `-wireshark`.
struct TrafficReader {
    let file: String
    let diagnostics: Diagnostics

    private static let keys = ["tcp", "udp", "unit", "client", "server", "recognise"]

    func read(_ node: YAMLNode) -> Traffic {
        var traffic = Traffic()
        guard let entries = node.entries else {
            fail("`-wireshark` is a mapping with \(Self.keys.joined(separator: ", ")), and this is \(node.kind)", node)
            return traffic
        }
        for entry in entries {
            switch entry.key {
            case "tcp": traffic.tcp = ports(entry.value)
            case "udp": traffic.udp = ports(entry.value)
            case "unit":
                guard let unit = entry.value.text.flatMap({ Traffic.Unit(rawValue: $0) }) else {
                    let all = Traffic.Unit.allCases.map(\.rawValue).joined(separator: ", ")
                    fail("a unit is one of \(all)", entry.value)
                    continue
                }
                traffic.unit = unit
            case "client": traffic.client = types(entry.value)
            case "server": traffic.server = types(entry.value)
            case "recognise":
                guard let isRecognised = entry.value.boolean else {
                    fail("true or false should stand here, and this is \(entry.value.kind)", entry.value)
                    continue
                }
                traffic.isRecognised = isRecognised
            default:
                diagnostics.error(
                    "unknown key `\(entry.key)`; there are \(Self.keys.joined(separator: ", "))", at: entry.keyPlace,
                    in: file)
            }
        }
        return traffic
    }

    private func ports(_ node: YAMLNode) -> [UInt16] {
        let elements = node.elements ?? [node]
        return elements.compactMap { element in
            guard let port = element.integer.flatMap({ UInt16(exactly: $0) }), port > 0 else {
                fail("a port is a number from 1 to 65535", element)
                return nil
            }
            return port
        }
    }

    private func types(_ node: YAMLNode) -> [Traffic.UnitType] {
        let elements = node.elements ?? [node]
        if elements.isEmpty { fail("a side has at least one type", node) }
        return elements.compactMap { element in
            guard let name = element.text else {
                fail("the name of a type should stand here, and this is \(element.kind)", element)
                return nil
            }
            return Traffic.UnitType(name: name, place: element.place)
        }
    }

    private func fail(_ message: String, _ node: YAMLNode) {
        diagnostics.error(message, at: node.place, in: file)
    }
}
