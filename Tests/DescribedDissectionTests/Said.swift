// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import KaitaiStruct
import WireSchema

@testable import DescribedDissection

/// What is said of one unit: all that a user can see of it outside Wireshark.
struct Said {
    var type = ""
    var isFromServer = false
    var packets: ClosedRange<UInt64> = 0...0
    var length = 0
    var consumed = 0
    var failure: String?
    /// By the path of the member; bytes in hexadecimal.
    var values: [String: String] = [:]
    var remarks: [String: [String]] = [:]

    subscript(path: String) -> String? { values[path] }

    /// Everything, to be searched for what must not be said.
    var all: String {
        let values = values.map { "\($0): \($1)" } + remarks.map { "\($0): \($1.joined(separator: ", "))" }
        return (values + [failure ?? ""]).joined(separator: "\n")
    }

    func says(_ text: String) -> Bool { all.contains(text) || all.contains(hex(Array(text.utf8))) }

    mutating func add(_ structure: Int32, of capture: DescribedCapture, below prefix: String = "") {
        let evaluation = capture.evaluation
        let type = evaluation.program.types[evaluation.type(of: structure)]
        for member in evaluation.members(of: structure) where !type.parameters.contains(member.slot) {
            let path = prefix.isEmpty ? member.name : prefix + "." + member.name
            let found = capture.remarks(member.slot, of: structure)
            if !found.isEmpty { remarks[path] = found }
            if let failure = member.failure, !failure.isSealed { values[path] = "failure: \(failure.message)" }
            add(member.value, of: capture, at: path, isOwn: member.range != nil)
        }
    }

    private mutating func add(_ value: Value, of capture: DescribedCapture, at path: String, isOwn: Bool) {
        let evaluation = capture.evaluation
        switch value {
        case .structure(let inner): if isOwn { add(inner, of: capture, below: path) }
        case .array(let array):
            for (index, element) in evaluation.elements(of: array).enumerated() {
                add(element.value, of: capture, at: "\(path)[\(index)]", isOwn: isOwn)
            }
        case .bytes(let range): values[path] = hex(Array(evaluation.bytes(range)))
        case .encoded, .string: values[path] = (try? evaluation.string(value)) ?? "no text"
        case .boolean(let flag): values[path] = "\(flag)"
        case .float(let number): values[path] = "\(number)"
        case .integer, .large, .enumeration, .largeEnumeration: values[path] = "\(value.wholeNumber ?? 0)"
        case .sealed(let seal): values[path] = "closed: " + SealText.text(seal, in: evaluation.program)
        case .deferred: values[path] = "deferred"
        case .unset, .open, .absent, .stream, .external: break
        }
    }
}

/// The keys of a key file.
func keyFile(_ text: String) -> KeyCollection {
    let keys = KeyCollection()
    if !text.isEmpty { keys.add(Array(text.utf8), from: "key file") }
    return keys
}

/// What is said of what both sides of one connection send, under the keys of a key file.
func said(
    _ description: String, keys: String = "", _ pieces: [(Side, [UInt8])], isDatagram: Bool = false
) throws -> [Said] {
    let capture = DescribedCapture(try DescribedProtocol(description, file: "x.ksy"), keys: keyFile(keys))
    for (index, piece) in pieces.enumerated() {
        capture.add(
            piece.1, to: 0, isFromServer: piece.0 == .server, isDatagram: isDatagram, packet: UInt64(index + 1))
    }
    return said(capture)
}

func said(_ capture: DescribedCapture) -> [Said] {
    var all: [Said] = []
    capture.forEachUnit { unit in
        var said = Said(
            type: capture.evaluation.program.types[unit.type].name, isFromServer: unit.isFromServer,
            packets: unit.packets, length: unit.length, consumed: unit.consumed,
            failure: unit.failure.map { "\($0.member): \($0.message)" })
        if capture.evaluation.hasStructures { said.add(0, of: capture) }
        all.append(said)
    }
    return all
}

/// What is said of one datagram.
func said(_ description: String, keys: String = "", of bytes: [UInt8]) throws -> Said {
    try said(description, keys: keys, [(.client, bytes)], isDatagram: true).first ?? Said()
}

/// All that is wrong with a description, as `LINE:COLUMN: MESSAGE`.
func errors(_ description: String) -> [String] {
    do throws(Description.Errors) {
        _ = try DescribedProtocol(description, file: "x.ksy")
        return []
    } catch {
        return error.diagnostics.filter { $0.severity == .error }.map {
            "\($0.place.line):\($0.place.column): \($0.message)"
        }
    }
}

/// `bytes` in hexadecimal.
func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}

/// The bytes that `hex` writes.
func bytes(_ hex: String) -> [UInt8] { Coding.hexadecimal(Array(hex.utf8)[...]) ?? [] }
