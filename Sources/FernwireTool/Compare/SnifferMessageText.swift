// SPDX-License-Identifier: Apache-2.0
import FernwireCommand
import FernwireCrypto
import FernwireSession
import FernwireWire

// What is in the clear beside what was said, and what is under protection.
extension SnifferText {
    static func message(_ header: FrameHeader, _ payload: RawSpan, _ observation: Observation) -> [String] {
        guard let type = header.knownType else {
            return ["Type 0x\(String(header.type, radix: 16)), \(header.length) bytes"]
        }
        let size = "\(type.title), \(header.length) bytes"
        switch type {
        case .clientHello: return (try? ClientHello(decoding: payload)).map { hello($0) } ?? [size]
        case .serverHello: return (try? ServerHello(decoding: payload)).map { hello($0) } ?? [size]
        case .publicKey: return (try? PublicKey(decoding: payload)).map { key($0) } ?? [size]
        case .keyShare:
            guard let share = try? KeyShare(decoding: payload) else { return [size] }
            return ["\(type.title): \(ShareKind(rawValue: share.kind)?.name ?? "unknown"), \(share.share.count) bytes"]
        case .keyWrap:
            guard let wrap = try? KeyWrap(decoding: payload) else { return [size] }
            return ["\(type.title): \(wrap.wraps.map { $0.kind.name.description }.joined(separator: ", ")), encrypted"]
        case .alert: return (try? Alert(decoding: payload)).map { ["\(type.title): \(name($0))"] } ?? [size]
        case .finished: return [type.title.description]
        case .record: return record(header, payload, observation)
        case .identity, .signature: return [size + (header.isProtected ? ", encrypted" : "")]
        }
    }

    private static func record(_ header: FrameHeader, _ payload: RawSpan, _ observation: Observation) -> [String] {
        guard header.isProtected else { return ["Record, \(header.length) bytes"] }
        guard let time = observation.suite?.timestamp(ofRecord: payload) else {
            return ["\(header.length) bytes, encrypted"]
        }
        let (date, clock) = UTC.text(time)
        return [
            "\(header.length) bytes, encrypted at \(date) \(clock) UTC",
            "\(header.length) bytes, encrypted \(clock) UTC",
            "\(header.length) bytes, encrypted \(clock)", "\(header.length) bytes, \(clock)",
        ]
    }

    private static func hello(_ hello: ClientHello) -> [String] {
        let suites = hello.offeredSuites.map { suite($0) }
        let keyIDs = hello.keyIDs.isEmpty ? "" : "; key \(quoted(hello.keyIDs))"
        let list = suites.joined(separator: ", ")
        let short = suites.count == 1 ? list : "\(suites.count) suites"
        return ["Client Hello: \(list)\(keyIDs)", "Client Hello: \(short)\(keyIDs)", "Client Hello: \(short)"]
    }

    private static func hello(_ hello: ServerHello) -> [String] {
        let keyID = hello.keyID.isEmpty ? "" : "; key \(quoted(hello.keyID))"
        return ["Server Hello: \(suite(hello.suite))\(keyID)", "Server Hello: \(suite(hello.suite))"]
    }

    private static func key(_ key: PublicKey) -> [String] {
        let kind = KeyKind(rawValue: key.kind)?.name ?? "unknown"
        let short = "Public Key: \(kind), \(key.key.count) bytes"
        return fingerprint(key).map { ["Public Key: \(kind) \($0)", short] } ?? [short]
    }

    /// The name of a key for people, if it is one that names somebody.
    static func fingerprint(_ key: PublicKey) -> String? {
        (try? RSAPublicKey(observed: key.key)).map { IdentityKey.rsa($0).fingerprint }
    }

    static func suite(_ id: SuiteID) -> String {
        SuiteRegistry.standard.suite(id)?.name.description ?? "0x\(String(id.rawValue, radix: 16))"
    }

    static func quoted(_ name: [UInt8]) -> String { "\"\(harmless(name))\"" }

    /// Each name once: keys of several kinds may have the same.
    static func quoted(_ names: [[UInt8]]) -> String {
        names.enumerated().filter { !names[..<$0.offset].contains($0.element) }.map { quoted($0.element) }
            .joined(separator: ", ")
    }
}

extension ClientHello {
    /// The suites that the client can speak: without the values that mean nothing, and are others each time.
    var offeredSuites: [SuiteID] { suites.filter { !GREASE.isReserved($0.rawValue) } }
}
