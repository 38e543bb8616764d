// SPDX-License-Identifier: Apache-2.0

/// Fields of Wireshark's dissector, and those of a description that hold the same.
struct FieldPair {
    /// What is compared.
    enum Form {
        /// Numbers and flags, however they are written.
        case number
        /// The bytes, and where they lie.
        case bytes
        /// Where the bytes lie.
        case place
        /// The bytes of all these fields of a packet, one after the other, whatever fields they are divided into.
        case joined
        /// Domain names, which a description has as labels with an empty one at the end of each name.
        case domainNames
    }

    let theirs: [String]
    let ours: [String]
    let form: Form
    /// Bytes of the packet that Wireshark's dissector has before those that the description is given.
    let shift: Int

    static func number(_ theirs: String, _ ours: String...) -> FieldPair {
        FieldPair(theirs: [theirs], ours: ours, form: .number, shift: 0)
    }

    static func bytes(_ theirs: String, _ ours: String..., shift: Int = 0) -> FieldPair {
        FieldPair(theirs: [theirs], ours: ours, form: .bytes, shift: shift)
    }

    static func joined(_ theirs: String, _ ours: String...) -> FieldPair {
        FieldPair(theirs: [theirs], ours: ours, form: .joined, shift: 0)
    }

    /// A copy for a description that is given fewer bytes of the packet.
    func shifted(by shift: Int) -> FieldPair { FieldPair(theirs: theirs, ours: ours, form: form, shift: shift) }

    /// A copy whose names of the description's begin with something else.
    func under(_ prefix: String) -> FieldPair {
        FieldPair(theirs: theirs, ours: ours.map { prefix + $0 }, form: form, shift: shift)
    }
}

/// What came of a comparison.
struct Comparison {
    /// Pairs of which at least one value was there to compare.
    private(set) var pairs = 0
    private(set) var values = 0
    private(set) var differences: [String] = []

    /// Compares packet by packet. Packets of which Wireshark does not draw a field are left out for that field.
    init(_ theirs: [DrawnPacket], _ ours: [DrawnPacket], _ pairs: [FieldPair]) {
        if theirs.count != ours.count {
            differences.append("there are \(theirs.count) packets and \(ours.count)")
        }
        for pair in pairs {
            var count = 0
            for (number, (their, our)) in zip(theirs, ours).enumerated() {
                let expected = Self.values(their, pair.theirs, pair.form, isOurs: false, shift: 0)
                guard !expected.isEmpty else { continue }
                let found = Self.values(our, pair.ours, pair.form, isOurs: true, shift: pair.shift)
                count += expected.count
                if expected != found {
                    differences.append(
                        "packet \(number + 1), \(pair.theirs[0]): \(expected), \(pair.ours[0]): \(found)")
                }
            }
            if count == 0 { differences.append("Wireshark draws \(pair.theirs[0]) nowhere") } else { self.pairs += 1 }
            values += count
        }
    }

    private static func values(
        _ packet: DrawnPacket, _ names: [String], _ form: FieldPair.Form, isOurs: Bool, shift: Int
    ) -> [String] {
        let fields = packet.fields.filter { names.contains($0.name) }
        guard !fields.isEmpty else { return [] }
        switch form {
        case .number: return fields.map { number($0.shown) }
        case .bytes: return fields.map { "\($0.bytes) at \($0.position + shift)" }
        case .place: return fields.map { "\($0.size) at \($0.position + shift)" }
        case .joined: return [fields.map(\.bytes).joined()]
        case .domainNames where isOurs:
            return fields.split(omittingEmptySubsequences: false) { $0.shown.isEmpty }.dropLast()
                .map { $0.map(\.shown).joined(separator: ".") }
        case .domainNames: return domainNames(fields)
        }
    }

    /// Domain names as Wireshark draws them: the root in words, and the owner of a service in three parts.
    private static func domainNames(_ fields: [DrawnField]) -> [String] {
        var (names, parts): ([String], [String]) = ([], [])
        for field in fields {
            parts.append(field.shown == "<Root>" ? "" : field.shown)
            if field.name == "dns.srv.service" || field.name == "dns.srv.proto" { continue }
            names.append(parts.joined(separator: "."))
            parts = []
        }
        return names
    }

    /// A number in decimal digits. Versions of Wireshark differ in how they write flags.
    private static func number(_ text: String) -> String {
        switch text.lowercased() {
        case "true": return "1"
        case "false": return "0"
        case let text where text.hasPrefix("0x"): return UInt64(text.dropFirst(2), radix: 16).map { "\($0)" } ?? text
        default: return text
        }
    }
}
