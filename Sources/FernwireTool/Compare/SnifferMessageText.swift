// SPDX-License-Identifier: Apache-2.0
import FernwireConsole
import FernwireCrypto
import FernwireSession
import FernwireWire

// What is in the clear beside what was said, and what is under protection.
extension SnifferText {
    static func message(_ header: FrameHeader, _ payload: RawSpan, observation: Observation) -> [String] {
        guard let type = header.knownType else {
            return ["Type 0x\(String(header.type, radix: 16)), \(header.length) bytes"]
        }
        guard let message = type.declaration.message else { return record(header, payload, suite: observation.suite) }
        let size = ["\(type.title), \(header.length) bytes\(header.isProtected ? ", encrypted" : "")"]
        return header.isProtected ? size : phrases(message, payload) ?? size
    }

    private static func phrases<M: Message>(_ message: M.Type, _ payload: RawSpan) -> [String]? {
        (try? M(decoding: payload)).flatMap { $0.phrases(context) }
    }

    /// How names are shown, to whoever has no key.
    static var context: MessageContext {
        MessageContext(
            suiteName: { SuiteRegistry.standard.suite($0)?.name }, fingerprint: fingerprint, escaped: { harmless($0) })
    }

    private static func record(
        _ header: FrameHeader, _ payload: RawSpan, suite: CipherSuite?
    ) -> [String] {
        guard header.isProtected else { return ["Record, \(header.length) bytes"] }
        guard let time = suite?.timestamp(ofRecord: payload) else {
            return ["\(header.length) bytes, encrypted"]
        }
        let (date, clock) = UTC.text(time)
        return [
            "\(header.length) bytes, encrypted at \(date) \(clock) UTC",
            "\(header.length) bytes, encrypted \(clock) UTC",
            "\(header.length) bytes, encrypted \(clock)", "\(header.length) bytes, \(clock)",
        ]
    }

    /// The name of a key for people, if it is one that names somebody.
    static func fingerprint(_ key: PublicKey) -> String? {
        (try? RSAPublicKey(observed: key.key)).map { IdentityKey.rsa($0).fingerprint }
    }
}
